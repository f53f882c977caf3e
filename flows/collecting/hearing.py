"""Hearing what hubs send (WebSub): a callback server, and the asking for, renewing and ending of subscriptions.

Of a hub's word nothing is believed: the path of a callback cannot be guessed, a question must be about something that was
asked for, content must be signed with the secret of its subscription, and is bounded in bytes and time. What is heard
goes the way of every answer, through the archive into the store. Asking for feeds goes on beside it, more rarely.
"""

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urljoin

import httpx
from sqlalchemy.exc import DBAPIError

from extract.errors import StudyError
from extract.finding import websub
from extract.net import addresses, transport
from extract.net.transport import Forbidden
from extract.net.watch import Endless
from extract.net.wire import bad_address
from extract.post import Failure, Page
from flows import network, stopping
from flows.archiving import archive as archiving
from flows.archiving import notes
from flows.collecting import callback, collect, proxies, subscriptions
from flows.collecting.subscriptions import ACTIVE, ASKED, DENIED, ENDED, ENDING, FAILED
from flows.database import ailing, intake
from flows.database.store import Row, stamp
from flows.errors import UsageError
from flows.people import keeping
from flows.settings import Study
from flows.workspace import Workspace, opened

EVERY = 60.0  # seconds between two looks at which subscriptions are due
AT_ONCE = 50  # requests to hubs in one look
REDIRECTS = 3
REMEMBERED = 1_000  # bodies that are known again when a hub, or who else has them, sends them twice
KEPT_METHOD = (307, 308)  # redirects after which a hub is sent the same request (5.1)
Clock = Callable[[], datetime]


@dataclass(slots=True)
class Hearing:
    """What a callback server asks about a request: an open study, and the clock."""

    space: Workspace
    clock: Clock
    _heard: OrderedDict[tuple[str, str], None] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def verify(self, token: str, query: str) -> str | None:
        """The challenge to repeat to a hub that asks whether a request was meant, or None where it was not."""
        row = subscriptions.of_token(self.space.store, token)
        try:
            intent = websub.intent(parse_qs(query, max_num_fields=20))
        except ValueError:
            return None
        if row is None or intent is None or intent.topic != row["topic"]:
            return None
        now = self.clock()
        if intent.mode == "denied":
            subscriptions.put(self.space.store, row, DENIED, now)
            _tell(f"{row['hub']} denies {row['topic']}: {intent.reason or 'no reason given'}")
            return ""
        if (intent.mode, row["state"]) == ("unsubscribe", ENDING):
            subscriptions.put(self.space.store, row, ENDED, now)
            return intent.challenge
        if intent.mode != "subscribe" or row["state"] not in subscriptions.OPEN:
            return None
        until = stamp(now + timedelta(seconds=intent.lease))
        subscriptions.put(self.space.store, row, ACTIVE, now, until)
        return intent.challenge

    def knows(self, token: str) -> int:
        """The status for content sent to a callback: 404 where there is none, 410 where it is over, else 202."""
        row = subscriptions.of_token(self.space.store, token)
        if row is None:
            return 404
        return 202 if subscriptions.hears(row, self.clock()) else 410

    def take(self, token: str, signature: str, kind: str, body: bytes) -> int:
        """Put what a hub sent into archive and store; the status to answer with.

        What is signed wrongly, or was heard before, is acknowledged and left: who guesses learns nothing (section 8).
        """
        row = subscriptions.of_token(self.space.store, token)
        if row is None or not websub.signed(body, signature, row["secret"]):
            _tell(f"ignored what was sent for {row['topic'] if row else 'nothing'}: its signature is wrong")
            return 202
        with self._lock:
            heard = (token, intake.digest(body))
            try:
                if heard not in self._heard:
                    self._store(row, kind, body)
            except (DBAPIError, OSError) as error:
                _tell(f"what was sent for {row['topic']} is not stored: {ailing.said(error)}")
                return 500  # so that it is sent again
            self._heard[heard] = None
            if len(self._heard) > REMEMBERED:
                self._heard.popitem(last=False)
        return 202

    def _store(self, row: Row, kind: str, body: bytes) -> None:
        feed, at = row["feed"], self.clock()
        page = keeping.kept(
            Page(feed, feed, 200, (("content-type", kind),), body, at), "feed", keeping.barred(self.space.store)
        )
        if isinstance(page, Failure):
            _tell(f"ignored what was sent for {row['topic']}: {page.detail}")
            return
        archive = archiving.of(self.space.archive, network.about(self.space.study))
        apart = replace(page, url=f"{feed}#{intake.digest(body)}")  # the feed may be asked in this moment, too
        archive.record(apart, b"")
        answer = intake.Answer(page, archive.places.get(apart.url, ""), at, via="push")
        taken = intake.feed(self.space, {"url": feed}, notes.noted(archive, feed, answer))
        _tell(f"{taken.new} new posts of {feed}, sent by {row['hub']}")


@contextmanager
def listening(study: Study, folder: Path, clock: Clock = lambda: datetime.now(UTC)) -> Iterator[Hearing | None]:
    """Hear hubs while this is entered, if the study names a callback; gives None if it does not.

    Raises UsageError where it cannot listen on the place that the study names.
    """
    if not study.callback:
        yield None
        return
    with opened(study, folder) as space:
        hearing = Hearing(space, clock)
        over = threading.Event()
        keeper = threading.Thread(target=_keep_on, args=(hearing, over), daemon=True)
        with _server(study, hearing):
            keeper.start()
            try:
                yield hearing
            finally:
                over.set()
                keeper.join(timeout=30.0)


@contextmanager
def _server(study: Study, hearing: Hearing) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            stack.enter_context(callback.serving(study.listen, hearing))
        except OSError as error:
            reason = f"listen = {study.listen!r}: {error.strerror}; choose another address or port"
            raise UsageError(reason) from error
        yield


def _keep_on(hearing: Hearing, over: threading.Event) -> None:
    while not over.is_set():
        try:
            keep(hearing.space, hearing.clock)
        except (StudyError, DBAPIError, OSError) as error:
            _tell(f"subscriptions not looked at: {ailing.said(error)}; again in {EVERY:.0f} s")
        except KeyboardInterrupt:  # the wish to stop, as `stopping` tells it to threads
            return
        over.wait(EVERY)


def keep(space: Workspace, clock: Clock) -> int:
    """Ask hubs for what is due: new subscriptions, renewals, ends. Returns how many hubs were asked."""
    now = clock()
    feeds = set(collect.addresses(space.study, space.folder))
    due = [(row, "subscribe") for row in subscriptions.wanted(space.store, feeds, now)]
    due += [(row, "unsubscribe") for row in subscriptions.unwanted(space.store, feeds, now)]
    limits = httpx.Timeout(20.0, connect=10.0)
    with transport.client(addresses.allowed(space.study.allow), proxies.of(space.study), limits) as client:
        for number, (row, mode) in enumerate(due[:AT_ONCE]):
            stopping.sleep(space.study.gap if number else 0.0)  # one hub serves many feeds
            # Before the hub is asked, since it may call back before it answers. A lease that runs goes on.
            subscriptions.put(space.store, row, ASKED if mode == "subscribe" else ENDING, now, row["lease"])
            if failed := _asked(space, client, row, mode):
                subscriptions.put(space.store, row, FAILED, now, row["lease"])
                _tell(f"{row['hub']}: {mode} {row['topic']}: {failed}")
    return len(due[:AT_ONCE])


def _asked(space: Workspace, client: httpx.Client, row: Row, mode: str) -> str:
    """Send a request to a hub; why it was not accepted, or ``""``."""
    here = f"{space.study.callback.rstrip('/')}/{row['token']}"
    body = websub.form(
        websub.Request("subscribe" if mode == "subscribe" else "unsubscribe", row["topic"], here, row["secret"])
    )
    headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": network.user_agent(space.study)}
    url = row["hub"]
    for _ in range(REDIRECTS + 1):
        if bad := bad_address(url):
            return bad
        try:
            with client.stream("POST", url, content=body, headers=headers, follow_redirects=False) as answer:
                if answer.is_success:
                    return ""
                if answer.status_code not in KEPT_METHOD:
                    return f"answered {answer.status_code}"
                url = urljoin(url, answer.headers.get("location", ""))
        except (httpx.HTTPError, httpx.InvalidURL, Forbidden, Endless, ValueError) as error:
            return str(error) or type(error).__name__
    return f"more than {REDIRECTS} redirects"


def _tell(line: str) -> None:
    print(f"websub: {line}", file=sys.stderr, flush=True)
