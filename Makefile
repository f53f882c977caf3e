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
	$(TOGETHER) -n 2 --cov --cov-report=term --cov-fail-under=$(COVER) $(OTHERS)
	$(TOGETHER) -n 3 $(STUDIES)

# The slow files first, so that all processes end together; tests that run studies wait for programs, so more of them than
# processors. They are not asked what they cover, which would take half as long again.
TOGETHER := $(BIN)/python -m pytest --dist loadfile --no-loadscope-reorder
SLOW := $(addprefix tests/flows/test_,demo_run.py deployment.py dask.py trouble.py)
STUDIES := $(SLOW) $(filter-out $(SLOW),$(wildcard tests/flows/test_*.py))
OTHERS := $(filter-out $(STUDIES),$(wildcard tests/*/test_*.py tests/test_*.py))
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
