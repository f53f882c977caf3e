"""The wish to stop: set by Ctrl-C in the main thread, heeded by the threads that fetch."""

import threading

WANTED = threading.Event()


def check() -> None:
    """Raises KeyboardInterrupt where the user wants to stop."""
    sleep(0.0)


def sleep(seconds: float) -> None:
    """Wait; raises KeyboardInterrupt as soon as the user wants to stop."""
    if WANTED.wait(seconds):
        raise KeyboardInterrupt
