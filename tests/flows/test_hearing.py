"""WebSub: what hubs send, and what others send in their place."""

import socket
from pathlib import Path

import bygone
import httpx
import pytest
from listeners import Heard, free, prepared, wait_for

from extract.finding import websub
from flows.collecting import hearing
from flows.database.schema import FETCHES, SCHEDULES
from flows.errors import UsageError
from flows.settings import check
from flows.workspace import opened


def test_a_hub_that_a_feed_declares_is_asked_and_its_question_answered(heard: Heard) -> None:
    asked = heard.hub.asked[0]

    assert heard.hub.answered == [True]
    assert (asked["hub.mode"], asked["hub.topic"]) == ("subscribe", heard.topic)
    assert asked["hub.callback"].startswith(heard.study.callback + "/")
    assert len(asked["hub.callback"].rpartition("/")[2]) >= 40
    assert len(asked["hub.secret"]) >= 40
    assert heard.state == "active"
    assert heard.keep() == 0


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_what_a_hub_sends_is_archived_and_stored_as_pushed(heard: Heard, method: str) -> None:
    assert heard.hub.send(heard.topic, heard.feed(7), method) == 202

    pushed = [row for row in heard.rows(FETCHES) if row["via"] == "push"]
    assert "Post 7" in heard.titles
    assert [(row["url"], row["outcome"], row["new"]) for row in pushed] == [(heard.topic, "feed", 1)]
    assert pushed[0]["source"]


def test_a_feed_that_was_pushed_keeps_its_validators_and_its_schedule(heard: Heard) -> None:
    before = heard.rows(SCHEDULES)
    heard.hub.send(heard.topic, heard.feed(7))

    assert heard.rows(SCHEDULES) == before


@pytest.mark.parametrize(
    "signature", ["", "sha256=" + 64 * "0", "sha256=", "md5=" + 32 * "0", "sha1", "sha256=" + 64 * "é"]
)
def test_what_is_not_signed_is_not_believed(heard: Heard, signature: str) -> None:
    to = heard.hub.subscribed[heard.topic]["hub.callback"]
    headers = {b"X-Hub-Signature": signature.encode("latin-1")} if signature else {}
    status = httpx.post(to, content=heard.feed(7), headers=headers, trust_env=False).status_code

    assert status == 202
    assert "Post 7" not in heard.titles


def test_a_signature_of_another_body_or_by_another_secret_is_wrong(heard: Heard) -> None:
    secret = heard.hub.subscribed[heard.topic]["hub.secret"]
    heard.hub.send(heard.topic, heard.feed(7), X_Hub_Signature=websub.signature(heard.feed(8), secret))
    heard.hub.send(heard.topic, heard.feed(7), X_Hub_Signature=websub.signature(heard.feed(7), "guessed"))

    assert "Post 7" not in heard.titles


def test_what_is_sent_twice_is_heard_once(heard: Heard) -> None:
    assert [heard.hub.send(heard.topic, heard.feed(7)) for _ in range(3)] == [202, 202, 202]

    assert len([row for row in heard.rows(FETCHES) if row["via"] == "push"]) == 1


def test_nobody_hears_at_a_path_that_was_guessed(heard: Heard) -> None:
    for path in ("", "/", "/guess", "/" + 43 * "A", "/../../etc/passwd"):
        assert httpx.post(heard.study.callback + path, content=heard.feed(7), trust_env=False).status_code == 404
        assert httpx.get(heard.study.callback + path, trust_env=False).status_code == 404


@pytest.mark.parametrize(
    "otherwise",
    [
        {"hub.topic": "https://elsewhere.example/feed"},
        {"hub.mode": "unsubscribe"},
        {"hub.mode": "publish"},
        {"hub.challenge": ""},
        {"hub.topic": ""},
    ],
)
def test_a_question_about_what_nobody_asked_for_is_not_confirmed(heard: Heard, otherwise: dict[str, str]) -> None:
    assert heard.hub.verify(heard.hub.asked[0], **otherwise) is False
    assert heard.state == "active"


def test_a_huge_body_and_one_without_length_are_refused_unread(heard: Heard) -> None:
    to = httpx.URL(heard.hub.subscribed[heard.topic]["hub.callback"])
    for head, status in (("Content-Length: 99999999999", b"413"), ("Transfer-Encoding: chunked", b"411")):
        with socket.create_connection((str(to.host), to.port or 80), timeout=5) as wire:
            wire.sendall(f"POST {to.path} HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n".encode())
            assert status in wire.recv(1000)


def test_a_hub_in_a_private_network_is_not_asked(tmp_path: Path) -> None:
    with prepared(tmp_path) as one:
        guarded = one.study.model_copy(update={"allow": ()})
        with opened(guarded, tmp_path) as space:
            hearing.keep(space, lambda: one.now)

        assert one.hub.asked == []
        assert one.state == "failed"


def test_serving_begins_and_ends_with_the_block(tmp_path: Path) -> None:
    port = free()
    with bygone.serving() as blog:
        study = bygone.study(blog, "/f", callback="https://me.example/hear", listen=f"127.0.0.1:{port}")
        with hearing.listening(study, tmp_path) as one:
            assert one is not None
            assert httpx.get(f"http://127.0.0.1:{port}/x", trust_env=False).status_code == 404
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://127.0.0.1:{port}/x", trust_env=False)
        with hearing.listening(bygone.study(blog, "/f"), tmp_path) as none:
            assert none is None


def test_what_listens_asks_hubs_by_itself(tmp_path: Path) -> None:
    with prepared(tmp_path, serving=False) as one, hearing.listening(one.study, tmp_path):
        assert wait_for(lambda: one.topic in one.hub.subscribed)
        assert one.hub.send(one.topic, one.feed(7)) == 202

        assert "Post 7" in one.titles
        with pytest.raises(UsageError, match="choose another"), hearing.listening(one.study, tmp_path):
            pass


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"callback": "https://me.example/"}, "belong together"),
        ({"listen": "127.0.0.1:80"}, "belong together"),
        ({"callback": "me", "listen": "127.0.0.1:80"}, "not http"),
        ({"callback": "https://me.example/", "listen": "80"}, "HOST:PORT"),
    ],
)
def test_a_callback_is_an_address_and_a_port(keys: dict[str, object], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        check({"name": "s", "query": "q", **keys}, "s.toml")
