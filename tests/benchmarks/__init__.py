"""How fast rootfeed is and what memory it takes: `python -m tests.benchmarks [NAME ...]` prints tables.

Seconds differ from machine to machine, so a stage is told beside a named peer that does the nearest comparable work on
the same input, turn by turn in one run. Nothing is asserted: a table is read, a slow machine fails nothing. Each table is
a module with HEAD, `rows()` and NOTE, a line on the peer. docs/benchmarks.md tells what is measured and what peers leave out.
"""
