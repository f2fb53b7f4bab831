"""The HTTP calls, a file for each thing they are about."""
