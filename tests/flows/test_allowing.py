"""What a study may ask: the public Internet, what it allows by name, and through which proxy."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from flows import settings
from flows import study as studying
from flows.collecting import proxies
from flows.errors import UsageError
from flows.settings import Study


@pytest.fixture
def within() -> Iterator[tuple[str, list[str]]]:
    """A server in this machine, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/feed", asked
        server.shutdown()


def one(url: str, **keys: object) -> Study:
    return Study.model_validate({"name": "s", "query": "service", "feeds": (url,), "gap": 0.0, **keys})


def test_a_study_asks_nobody_within_the_machine(within: tuple[str, list[str]], tmp_path: Path) -> None:
    url, asked = within

    _, (failure,) = studying.collected(one(url), tmp_path, studying.in_turn)

    assert (failure.url, failure.reason) == (url, "forbidden address")
    assert "127.0.0.1 is a loopback address" in failure.detail
    assert "name it in the study under allow" in failure.detail
    assert asked == []


@pytest.mark.parametrize("allow", ["127.0.0.0/8", "127.0.0.1", "127.0.0.1:{port}"])
def test_a_study_asks_what_it_allows(within: tuple[str, list[str]], tmp_path: Path, allow: str) -> None:
    url, asked = within
    line = allow.format(port=url.split(":")[2].split("/")[0])

    _, (failure,) = studying.collected(one(url, allow=(line,)), tmp_path, studying.in_turn)

    assert (failure.reason, failure.status) == ("http", 404)
    assert asked == ["/robots.txt", "/feed"]


def test_a_line_that_allows_nothing_is_refused_with_its_key(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text('name = "s"\nquery = "q"\nallow = ["10.0.0.1/8"]', encoding="utf-8")

    with pytest.raises(UsageError, match=r"allow: '10\.0\.0\.1/8' is neither a network"):
        settings.load(tmp_path / "s.toml")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, {}),
        ({"http_proxy": "proxy.example:3128"}, {"http://": "http://proxy.example:3128"}),
        (
            {"https_proxy": "http://p.example:1", "no_proxy": "localhost, .intern,10.0.0.1,::1"},
            {
                "https://": "http://p.example:1",
                "all://localhost": "",
                "all://*.intern": "",
                "all://10.0.0.1": "",
                "all://[::1]": "",
            },
        ),
        ({"all_proxy": "http://p.example:1", "no_proxy": "*"}, {}),
        ({"no_proxy": "localhost"}, {}),
    ],
)
def test_a_study_without_a_proxy_takes_that_of_the_machine(
    environment: dict[str, str], expected: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert proxies.of(one("http://a.example/feed")) == expected
    assert proxies.of(one("http://a.example/feed", proxy="http://own.example:1")) == {"all://": "http://own.example:1"}
