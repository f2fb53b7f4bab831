"""The measuring room: how good is it? Evaluation sets, runs, measures. The front door is :mod:`eval.runner`."""
