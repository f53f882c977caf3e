"""Connections: to checked addresses only, under the name that was asked for, within time and bytes."""

import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from loopback import LOOPBACK, Make, Site, answer, failed, fetched

from extract.net import addresses
from extract.net.addresses import NOTHING, Allowed
from extract.net.transport import Transport, client

CERTIFICATE = Path(__file__).with_name("blog.example.pem")  # of its own making, for a hundred years
Names = Callable[..., httpx.Client]


@pytest.fixture
def names() -> Iterator[Names]:
    """Clients that take the given addresses for those of any name."""
    made: list[httpx.Client] = []

    def give(*found: str, allowed: Allowed = LOOPBACK, **options: object) -> httpx.Client:
        transport = Transport(allowed, resolve=lambda host, port: found, **options)  # type: ignore[arg-type]
        made.append(httpx.Client(transport=transport, timeout=2.0))
        return made[-1]

    yield give
    for one in made:
        one.close()


def port(site: Site) -> int:
    return urlsplit(site.url).port or 0


# Addresses


def test_the_name_stays_and_the_checked_address_is_connected_to(site: Site, make: Make, names: Names) -> None:
    site.at("/post", answer(200, b"hello"))

    page = fetched(make(client=names("127.0.0.1")).get(f"http://blog.example:{port(site)}/post"))

    assert page.body == b"hello"
    assert site.asked[-1][1]["Host"] == f"blog.example:{port(site)}"


def test_a_name_is_looked_up_once_for_check_and_connection(site: Site, make: Make) -> None:
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    site.at("/robots.txt", answer(404, Connection="close"))
    with httpx.Client(transport=Transport(LOOPBACK, resolve=lambda *_: answers.pop(0))) as rebinding:
        failure = failed(make(client=rebinding).get(f"http://blog.example:{port(site)}/post"))

    assert (failure.reason, answers) == ("forbidden address", [])
    assert "blog.example leads to 10.0.0.1" in failure.detail
    assert site.paths() == ["/robots.txt"]


def test_the_next_address_is_tried_where_one_does_not_answer(site: Site, make: Make, names: Names) -> None:
    site.at("/post", answer(200, b"hello"))

    assert fetched(make(client=names("127.0.0.2", "127.0.0.1")).get(f"http://blog.example:{port(site)}/post")).body
    assert site.pages() == ["/post"]


def test_a_host_without_any_address_is_unreachable(make: Make, names: Names) -> None:
    assert failed(make(client=names()).get("http://blog.example/")).reason == "unreachable"


def test_a_name_that_cannot_be_looked_up_is_unreachable(make: Make) -> None:
    def unknown(host: str, port: int) -> Iterable[str]:
        raise OSError("no such name")

    with httpx.Client(transport=Transport(resolve=unknown)) as lost:
        failure = failed(make(client=lost).get("http://blog.example/"))

    assert (failure.reason, failure.detail.split(" (")[0]) == ("unreachable", "no such name")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "017700000001", "localhost", "[::1]", "[::ffff:127.0.0.1]"]
)
@pytest.mark.parametrize("proxied", [False, True])
def test_nobody_is_asked_within_the_machine_unless_the_user_says_so(
    site: Site, make: Make, host: str, proxied: bool
) -> None:
    proxies = {"all://": site.url} if proxied else {}
    with client(NOTHING, proxies, httpx.Timeout(2.0)) as guarded:
        failure = failed(make(client=guarded).get(f"http://{host}:{port(site)}/post"))

    assert failure.reason == "forbidden address"
    assert "name it in the study under allow" in failure.detail
    assert site.asked == []


@pytest.mark.parametrize("private", ["http://10.0.0.1/", "http://169.254.169.254/latest/", "http://[fd00::1]:8080/x"])
def test_no_redirect_leads_into_a_private_network(site: Site, make: Make, private: str) -> None:
    url = site.at("/old", answer(301, Location=private))

    failure = failed(make().get(url))

    assert (failure.url, failure.reason) == (url, "forbidden address")
    assert f"(at {private.split('/')[0]}//" in failure.detail


def test_no_robots_file_leads_into_a_private_network(site: Site, make: Make) -> None:
    site.at("/robots.txt", answer(302, Location="http://192.168.0.1/robots.txt"))

    assert failed(make().get(site.at("/post", answer()))).reason == "forbidden address"
    assert site.paths() == ["/robots.txt"]


def test_a_proxy_may_be_anywhere_and_is_told_the_name(site: Site, make: Make) -> None:
    site.at("http://blog.example/post", answer(200, b"hello"))
    with client(NOTHING, {"all://": site.url}, httpx.Timeout(2.0)) as proxied:
        page = fetched(make(client=proxied).get("http://blog.example/post"))

    assert page.body == b"hello"
    assert site.paths() == ["http://blog.example/robots.txt", "http://blog.example/post"]


def test_what_is_allowed_may_be_asked_of_a_proxy(site: Site, make: Make) -> None:
    site.at("http://10.0.0.1/post", answer(200, b"hello"))
    with client(
        addresses.allowed(["10.0.0.1:80"]), {"all://": site.url, "all://*.example": ""}, httpx.Timeout(2)
    ) as mine:
        assert fetched(make(client=mine).get("http://10.0.0.1/post")).body == b"hello"


# Certificates


@pytest.fixture
def secure() -> Iterator[int]:
    """The port of a server with the certificate."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(200, b"hello")(self)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients that refuse are expected
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_a_certificate_of_ones_own_making_is_refused(make: Make, names: Names, secure: int) -> None:
    failure = failed(make(client=names("127.0.0.1")).get(f"https://blog.example:{secure}/post"))

    assert failure.reason == "unreachable"
    assert "CERTIFICATE_VERIFY_FAILED" in failure.detail


@pytest.mark.parametrize(("host", "may"), [("blog.example", True), ("other.example", False)])
def test_a_certificate_is_checked_against_the_name(make: Make, names: Names, secure: int, host: str, may: bool) -> None:
    trusting = ssl.create_default_context(cafile=CERTIFICATE)
    page = make(client=names("127.0.0.1", verify=trusting)).get(f"https://{host}:{secure}/post")

    assert getattr(page, "body", b"") == (b"hello" if may else b"")
    assert may or "Hostname mismatch" in failed(page).detail
