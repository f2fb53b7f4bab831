# Two commands to know: `make run` and `make test`. Each sets up everything it needs.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# PyPI's torch for Linux brings several GB of CUDA along; its own index has the build for processors alone.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
HOST ?= 127.0.0.1
PORT ?= 8000
DATA_DIR ?= kutip-data
SAMPLE := eval/data/banyuwangi/documents

.PHONY: help run test check format clean

help:
	@echo "make run     set up, index the sample documents, serve the page at http://$(HOST):$(PORT)"
	@echo "make test    set up and run the tests"
	@echo "make check   lint, types, layers, documentation"
	@echo "make format  format the code"
	@echo "make clean   remove the environment (documents stay)"

run: $(STAMP)
	@$(BIN)/kutip --data-dir "$(DATA_DIR)" serve --host "$(HOST)" --port "$(PORT)" --sample "$(SAMPLE)" || [ $$? -eq 130 ] # Ctrl-C is how it ends

test: $(STAMP)
	@$(BIN)/python -m pytest

check: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q tests/docs

format: $(STAMP)
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Pinned versions in constraints.txt. Torch comes first and alone, so that only it is looked for at its own index.
$(STAMP): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. On Debian: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else f"kutip needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}. Try: make PYTHON=python3.11 $(MAKECMDGOALS)")'
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian: apt install python3-venv" >&2; exit 1; }
	@echo "Setting up the environment in $(VENV) (once; a few minutes, about 2 GB) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "  1/2 torch, for processors only"
	@$(BIN)/python -c 'import torch' 2>/dev/null || \
	  $(PIP) install --no-deps --retries 1 --extra-index-url "$(TORCH_INDEX)" -c constraints.txt torch 2>$(VENV)/torch.log || \
	  { cat $(VENV)/torch.log >&2; exit 1; }
	@echo "  2/2 kutip and what it builds on"
	@$(PIP) install -c constraints.txt --editable '.[dev]' 2>$(VENV)/install.log || { cat $(VENV)/install.log >&2; exit 1; }
	@touch $@
