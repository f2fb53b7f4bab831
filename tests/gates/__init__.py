"""Promises and what proves them: each gate prints its figure and is shown to fail when the promise is broken."""
