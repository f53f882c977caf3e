"""The agreement gate: how far each coder agrees with people's codes must not sink unnoticed.

`python -m tests.gate` prints what is measured beside the floors in floors.toml; test_gate.py fails where one sinks.
"""
