# The whole set-up on a fresh machine with Python 3.11 and make:
#   make demo   sets up .venv, maps the sample article into outputs/ and prints where
#   make test   sets up .venv with the test tools, then lint, types and all tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test lint types check lock bench clean

demo: $(VENV)/.run
	@$(BIN)/geomap map data/samples/drone-strike.txt -o outputs/drone-strike.html

test: $(VENV)/.test
	@$(MAKE) --no-print-directory lint types check

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

check: $(VENV)/.test
	$(BIN)/pytest

# every benchmark that needs no argument; those of the geoparser want the corpora they are to be measured on
bench: $(VENV)/.test
	$(BIN)/python benchmarks/gazetteer.py
	$(BIN)/python benchmarks/gazetteer_build.py
	$(BIN)/python benchmarks/events.py
	$(BIN)/python benchmarks/muc.py
	$(BIN)/python benchmarks/tables.py
	$(BIN)/python benchmarks/exports.py
	$(BIN)/python benchmarks/webmap.py

# A marker is younger than what it was made from, so a second run starts at once, with or without a network.
$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "geomap needs Python 3.11 or newer; run: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/.python
	@echo "setting up $(VENV) ..." >&2
	@$(PIP) install --require-hashes --requirement requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	@echo "adding the test tools ..." >&2
	@$(PIP) install --require-hashes --requirement requirements/test.txt
	@touch $@

# Pins every dependency with its hashes for every platform; needs uv. Names no index, so pip's own setting decides.
lock:
	uv pip compile pyproject.toml requirements/build.in --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --custom-compile-command "make lock" --output-file requirements/run.txt
	uv pip compile pyproject.toml requirements/build.in --group test --universal --python-version 3.11 --generate-hashes \
		--constraint requirements/run.txt \
		--no-emit-index-url --no-annotate --custom-compile-command "make lock" --output-file requirements/test.txt

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
