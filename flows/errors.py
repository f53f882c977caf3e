"""Errors of the outside. Each carries the exit code of the command that meets it.

StudyError (extract.errors)
├── UsageError            2  a study file, flag or path is wrong
└── TooLittleData         4  not enough for a report
"""

from extract.errors import StudyError


class UsageError(StudyError):
    """A study file, flag or path is wrong; the message says which and what to do."""


class TooLittleData(StudyError):
    """Nothing to report on; the message says at which step the posts ran out."""
