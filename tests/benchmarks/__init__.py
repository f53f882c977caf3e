"""How fast the stages are beside tools that everybody knows: `python -m tests.benchmarks [NAME ...]` prints tables.

Seconds differ from machine to machine, so what is told is the ratio to a named peer that does the nearest comparable
work in the same run on the same input, turn by turn. Nothing is asserted: a table is read, a slow machine fails nothing.
"""
