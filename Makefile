# Needs Python 3.11 or newer and make; everything else is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check bench golden texts wheel clean

help:  ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/pip: constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade --constraint constraints.txt pip
	@touch $@

$(VENV)/run: $(VENV)/pip pyproject.toml
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	$(BIN)/python -m compileall -q kiosk
	@touch $@

$(VENV)/test: $(VENV)/run
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group test
	@touch $@

$(VENV)/dev: $(VENV)/test
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev
	@touch $@

$(VENV)/bench: $(VENV)/test
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group bench
	@touch $@

demo: $(VENV)/run  ## A made-up event: on a terminal to drive, else the whole day with its figures
	$(BIN)/kiosk demo

test: $(VENV)/test  ## All tests
	$(BIN)/python -m pytest

check: $(VENV)/dev  ## Lint, format, strict types, complete texts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tools/texts.py --check

bench: $(VENV)/bench  ## Figures, as ratios of one run
	$(BIN)/python -m bench

golden: $(VENV)/test  ## Takes the screens as they are now for right; look at them first
	$(BIN)/python -m pytest --update-golden

texts: $(VENV)/dev  ## Brings the German catalogue up to date with the code
	$(BIN)/python tools/texts.py

wheel: $(VENV)/dev  ## Builds the wheel and tries it in an empty environment
	rm -rf dist
	$(BIN)/python -m build --wheel --sdist
	$(BIN)/python tools/try_wheel.py

clean:  ## Removes what was installed and built
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
