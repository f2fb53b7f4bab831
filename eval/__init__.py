"""The measuring room: evaluation sets, runs, measures. The front door is :mod:`eval.runner`."""
