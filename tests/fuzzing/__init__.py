"""Every edge at which somebody else's bytes come in, each fed with bytes that nobody meant.

`python -m tests.fuzzing TARGET --seconds N` lets a fuzzer that watches which code runs (atheris: pip install atheris) look
for bytes that end in an error we did not name; test_edges.py tries a few in every run of the tests.
"""
