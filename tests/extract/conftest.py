"""The web server and the clock of these tests."""

import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer

import httpx
import pytest
from loopback import CONTACT, LOOPBACK, Clock, Handler, Make, Site

from extract.net.fetch import Fetcher
from extract.net.transport import Transport


@pytest.fixture
def site() -> Iterator[Site]:
    handler = type("Handler", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients that hang up are expected
    handler.site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield handler.site
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(clock: Clock) -> Iterator[Make]:
    """Fetchers on the clock; options as of Fetcher."""
    transport = Transport(LOOPBACK, timer=lambda: clock().timestamp())
    with httpx.Client(transport=transport, timeout=0.4, trust_env=False) as client:

        def fetcher(**options: object) -> Fetcher:
            options = {"client": client, "sleep": clock.sleep} | options
            return Fetcher(contact=CONTACT, clock=clock, **options)  # type: ignore[arg-type]  # as in Fetcher

        yield fetcher
