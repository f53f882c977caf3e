"""What ails a store, and what to do about it: what a database says of an error, with advice for whoever has the store.

SQLite tells errors apart by its result codes (https://www.sqlite.org/rescode.html); PostgreSQL's words stand for themselves.
"""

from collections.abc import Mapping

CORRUPT, NO_DATABASE = 11, 26
ACCESS = "see that its folder is there and that you may write to it, then run the same command again"
WAIT = "another program writes to it: wait until that is done, or stop it, and run the same command again"
SPACE = "what is stored stays valid: see that the disk has room and is there, then run the same command again"
AGAIN = "the store is damaged; to make it again from the archive (the damaged one is kept): rootfeed replay STUDY.toml"
ADVICE: Mapping[int, str] = {
    3: ACCESS, 5: WAIT, 6: WAIT, 8: ACCESS, 10: SPACE, CORRUPT: AGAIN, 13: SPACE, 14: ACCESS, NO_DATABASE: AGAIN,
}  # fmt: skip
UNDECODED = "Could not decode to UTF-8"  # Python's words, for which there is no code
LONGEST = 200  # characters of what is shown, for Python repeats a text that it cannot decode
OTHER = "what is stored stays valid; mend that, then run the same command again"


def told(error: Exception) -> str:
    """What a database said, in one line, and what to do."""
    return f"{said(error)}; {ADVICE.get(_code(error), OTHER)}"


def said(error: Exception) -> str:
    """What a database said, in one line."""
    return (str(getattr(error, "orig", None) or error).splitlines() or [type(error).__name__])[0][:LONGEST]


def is_damage(error: Exception) -> bool:
    """Whether the file is no whole database."""
    return _code(error) in (CORRUPT, NO_DATABASE)


def _code(error: Exception) -> int:
    if said(error).startswith(UNDECODED):
        return CORRUPT
    return int(getattr(getattr(error, "orig", None), "sqlite_errorcode", 0)) & 0xFF  # less the extension of the code
