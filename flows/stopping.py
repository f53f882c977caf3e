"""The wish to stop: set by Ctrl-C in the main thread, heeded by the threads that fetch."""

import signal
import sys
import threading
from types import TracebackType
from typing import NoReturn

WANTED = threading.Event()
SIGNALS = (signal.SIGINT, signal.SIGTERM)
AGAIN = 0.05  # seconds


class Interruption:
    """Ctrl-C or SIGTERM while this is entered ends in KeyboardInterrupt, whatever a library makes of it on the way.

    Where Python is in a callback that nothing can be raised from, as on an import, it would only print a traceback and
    go on: then the signal comes once more.
    """

    def __enter__(self) -> None:
        """Listen."""
        WANTED.clear()
        self.again = self._timer()
        self.unraisable, sys.unraisablehook = sys.unraisablehook, self._unraisable
        self.before = {number: signal.signal(number, self._press) for number in SIGNALS}

    def _press(self, *_: object) -> NoReturn:
        WANTED.set()
        raise KeyboardInterrupt

    def _unraisable(self, told: "sys.UnraisableHookArgs") -> None:
        if not isinstance(told.exc_value, KeyboardInterrupt):
            self.unraisable(told)
        elif not self.again.is_alive():
            self.again = self._timer()
            self.again.start()

    @staticmethod
    def _timer() -> threading.Timer:
        return threading.Timer(AGAIN, signal.raise_signal, [signal.SIGINT])

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        """Stop listening; an error after Ctrl-C is a consequence of it."""
        self.again.cancel()
        for number, handler in self.before.items():
            signal.signal(number, handler)
        sys.unraisablehook = self.unraisable
        if error is not None and WANTED.is_set():
            raise KeyboardInterrupt from error


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
