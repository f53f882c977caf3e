"""The errors a study can end with, each with the text a reader needs to act on it."""


class StudyError(Exception):
    """The root of every error this project raises on purpose."""


class QueryError(StudyError):
    """A query that cannot be read; ``position`` is the 0-based character where reading stopped."""

    def __init__(self, message: str, position: int) -> None:
        """Keep the message and the position, and show both."""
        super().__init__(message, position)
        self.message = message
        self.position = position

    def __str__(self) -> str:
        """Say what is wrong and at which character (counted from 1, as editors do)."""
        return f"{self.message} (at character {self.position + 1})"


class FeedError(StudyError):
    """An answer that holds no feed; ``reason`` is ``"not a feed"``, ``"empty"``, ``"unreadable"`` or ``"walled"``.

    Where it is read within limits (``flows.collecting.parsing``) also ``"timed out"`` and ``"too large"``.
    """

    def __init__(self, url: str, reason: str, detail: str) -> None:
        """Keep the address, the reason and the detail."""
        super().__init__(url, reason, detail)
        self.url = url
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        """Name the address first, because a study reads many."""
        return f"{self.url}: {self.reason}: {self.detail}"
