# make demo   run the whole study on the sample blogosphere
# make test   lint, types and tests
# make bench  benchmarks (ratios, no assertions); make bench-file writes them into docs/benchmarks/
# make gate   what the coders agree with, beside the floors
# make programs  other programs, to test the exchange with them
# make docs     docs/commands.md from what the commands say
# make weights  train the coders again on the texts of the repository
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint bench bench-file gate weights docs programs clean

demo: .venv/run
	$(BIN)/rootfeed demo

test: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --cov --cov-report=term --cov-fail-under=$(COVER)

COVER ?= 95

.venv/run: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q -c constraints.txt -e .
	touch $@

.venv/dev: .venv/run
	$(BIN)/pip install -q -c constraints.txt -e '.[dev]'
	touch $@

# Programs of others that read and write our files, for the tests: each has versions of its own.
PROGRAMS := qualitative-coding taguette label-studio frictionless rocrate
programs: $(PROGRAMS:%=.programs/%/installed)

.programs/%/installed: tests/programs.txt
	$(PYTHON) -m venv .programs/$*
	.programs/$*/bin/pip install -q -c tests/programs.txt $* 'setuptools<81'
	touch $@

docs: .venv/dev
	UPDATE_DOCS=1 $(BIN)/python -m pytest tests/flows/test_reference.py

weights: .venv/dev
	$(BIN)/rootfeed train

gate: .venv/dev
	$(BIN)/python -m tests.gate

bench: .venv/dev
	$(BIN)/python -m tests.benchmarks

bench-file: .venv/dev
	$(BIN)/python -m tests.benchmarks --write

clean:
	rm -rf .venv .programs demo build dist
