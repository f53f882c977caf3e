# make demo   run the whole study on the sample blogosphere
# make test   lint, types and tests
# make bench  benchmarks (ratios, no assertions)
# make gate   what the coders agree with, beside the floors
# make weights  train the coders again on the texts of the repository
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint bench gate weights clean

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

weights: .venv/dev
	$(BIN)/rootfeed train

gate: .venv/dev
	$(BIN)/python -m tests.gate

bench: .venv/dev
	$(BIN)/python -m tests.benchmarks

clean:
	rm -rf .venv demo build dist
