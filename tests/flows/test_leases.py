"""WebSub: how subscriptions begin, are renewed, and end."""

from datetime import timedelta
from pathlib import Path

import httpx
import hubs
from listeners import Heard, prepared

from flows.collecting import hearing, subscriptions
from flows.workspace import opened


def test_after_its_lease_nothing_is_heard(heard: Heard) -> None:
    heard.now += timedelta(seconds=hubs.LEASE + 1)

    assert heard.hub.send(heard.topic, heard.feed(7)) == 410
    assert "Post 7" not in heard.titles
    assert not subscriptions.is_active(heard.hearing.space.store, heard.topic, heard.now)


def test_a_lease_is_renewed_before_it_ends_with_the_same_callback(heard: Heard) -> None:
    heard.now += timedelta(seconds=0.79 * hubs.LEASE)
    assert heard.keep() == 0
    heard.now += timedelta(seconds=0.02 * hubs.LEASE)
    assert heard.keep() == 1
    heard.now += timedelta(seconds=0.5 * hubs.LEASE)

    assert heard.hub.asked[0] == heard.hub.asked[1]
    assert heard.hub.send(heard.topic, heard.feed(7)) == 202
    assert "Post 7" in heard.titles


def test_a_renewal_that_fails_takes_nothing_from_the_lease_that_runs(heard: Heard) -> None:
    heard.hub.refuses = 503
    heard.now += timedelta(seconds=0.9 * hubs.LEASE)
    heard.keep()

    assert heard.state == "failed"
    assert heard.keep() == 0
    assert heard.hub.send(heard.topic, heard.feed(7)) == 202
    assert "Post 7" in heard.titles


def test_a_hub_that_refuses_is_asked_again_after_a_day(tmp_path: Path) -> None:
    with prepared(tmp_path) as one:
        one.hub.refuses = 400
        one.keep()
        refused = one.state
        one.hub.refuses = 0
        one.now += timedelta(hours=23)
        early = one.keep()
        one.now += timedelta(hours=2)
        one.keep()

        assert (refused, early, one.state) == ("failed", 0, "active")


def test_a_hub_may_deny_and_may_have_moved(tmp_path: Path) -> None:
    with prepared(tmp_path) as one:
        one.hub.moved = True
        one.keep()
        moved = one.state
        denied = {"hub.mode": "denied", "hub.topic": one.topic, "hub.reason": "no more"}
        httpx.get(one.hub.asked[0]["hub.callback"], params=denied, trust_env=False)

        assert (moved, one.state) == ("active", "denied")
        assert one.hub.send(one.topic, one.feed(7)) == 410


def test_a_feed_that_leaves_the_study_is_unsubscribed(heard: Heard) -> None:
    other = heard.study.model_copy(update={"feeds": (f"{heard.blog.url}/other",)})
    with opened(other, heard.folder) as space:
        assert hearing.keep(space, lambda: heard.now) == 1

    assert heard.hub.asked[-1]["hub.mode"] == "unsubscribe"
    assert heard.hub.answered == [True, True]
    assert heard.state == "ended"
    assert heard.hub.subscribed == {}
