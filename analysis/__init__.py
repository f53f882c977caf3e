"""What the posts say: a codebook, coders that apply it, and the estimates drawn from their codings.

Pure: no disk writes, no network, no clock, no environment. Read `coding.py` for the record that a coder
returns, `codebook.py` for the codes, `coders/` for who applies them, `causes.py` for what is counted.
"""
