"""The wish to stop: set by Ctrl-C in the main thread, heeded by the threads that fetch."""

import threading
from types import TracebackType

WANTED = threading.Event()


class Passed:
    """Passes the wish to stop on to the threads that this block waits for, whichever signal brought it.

    Prefect makes its own exception of a signal and then waits for its threads, which would finish their batches.
    """

    def __enter__(self) -> None:
        """Nothing to do."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Tell the threads where the block is left for the sake of stopping, and not because of an error."""
        if kind is not None and not issubclass(kind, Exception):
            WANTED.set()


def check() -> None:
    """Raises KeyboardInterrupt where the user wants to stop."""
    sleep(0.0)


def sleep(seconds: float) -> None:
    """Wait; raises KeyboardInterrupt as soon as the user wants to stop."""
    if WANTED.wait(seconds):
        raise KeyboardInterrupt
