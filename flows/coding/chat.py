"""One request to a chat endpoint: how it is worded, how it is sent, and what came of it. Nothing is asked twice here."""

import ipaddress
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic
from urllib.parse import urlsplit

import httpx

from analysis.coders.prompt import Json
from extract.net.decoding import TooLarge, Unreadable, unpack
from extract.net.wire import bad_address, seconds
from flows.database.store import VERSION

LIMIT = 1024 * 1024  # bytes of an answer after unpacking
CONNECTING = 10.0  # seconds
MOST_TOKENS = 4000  # of an answer: ten times what a post needs
PASSING = (408, 409, 425, 429)  # statuses worth asking again, as is every one from 500
FORMATS = ("json_schema", "json_object", "")
OPTIONS: Json = {"temperature": 0, "seed": 1, "max_tokens": MOST_TOKENS}


@dataclass(frozen=True)
class Form:
    """How requests are worded: the format of answers asked for, and the options that the server takes."""

    format: str = FORMATS[0]
    options: tuple[str, ...] = tuple(OPTIONS)

    def fields(self, schema: Json) -> Json:
        """What this form adds to a request."""
        added: Json = {name: OPTIONS[name] for name in self.options}
        if self.format:
            added["response_format"] = {"type": self.format}
        if self.format == "json_schema":
            added["response_format"]["json_schema"] = {"name": "coding", "strict": True, "schema": schema}
        return added

    def plainer(self, complaint: str) -> "Form | None":
        """The next form to try after a complaint: without the options it names, or else with a simpler format."""
        kept = tuple(name for name in self.options if name not in complaint)
        if kept != self.options:
            return replace(self, options=kept)
        if self.format:
            return replace(self, format=FORMATS[FORMATS.index(self.format) + 1])
        return replace(self, options=()) if self.options else None


@dataclass(frozen=True)
class Reply:
    """What came of a request. `status` is 0 where no answer came, and `fault` says why there is no `body`."""

    status: int
    body: Json | None = None
    fault: str = ""
    passing: bool = False  # asking again may help
    rest: float | None = None  # seconds that the server wants to be left alone
    location: str = ""  # where a redirect leads
    unreachable: bool = False

    def said(self, key: str) -> str:
        """What is wrong, in one printable line and without the key, which some servers repeat."""
        error = (self.body or {}).get("error", self.body)
        text = error.get("message") or error if isinstance(error, dict) else error
        line = " ".join(str(self.fault or text or "it gives no reason").split())
        line = line.replace(key, "***") if key else line
        return "".join(char if char.isprintable() else "?" for char in line)[:300]


def post(url: str, request: Json, key: str, longest: float) -> Reply:
    """Send a request and read the answer, at most LIMIT bytes within `longest` seconds. Redirects are not followed."""
    headers = {
        "Content-Type": "application/json",
        "Accept-Encoding": "gzip, deflate",
        "User-Agent": f"rootfeed/{VERSION}",
    }
    headers |= {"Authorization": f"Bearer {key}"} if key else {}
    limits = httpx.Timeout(longest, connect=min(CONNECTING, longest))
    content = json.dumps(request)  # in ASCII, because a post may hold what UTF-8 cannot
    try:
        with (
            # What is asked of one's own machine must not go through the proxy of the environment.
            httpx.Client(timeout=limits, trust_env=not loopback(url)) as client,
            client.stream("POST", url, content=content, headers=headers, follow_redirects=False) as response,
        ):
            return _reply(response, monotonic() + longest)
    except (httpx.ReadTimeout, httpx.WriteTimeout, TimeoutError):
        return Reply(0, fault=f"no complete answer within {longest:g} s", passing=True)
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        return Reply(0, fault=f"cannot be reached ({error or type(error).__name__})", passing=True, unreachable=True)
    except httpx.HTTPError as error:
        return Reply(0, fault=f"the connection broke ({error or type(error).__name__})", passing=True)


def _reply(response: httpx.Response, end: float) -> Reply:
    status = response.status_code
    passing = status in PASSING or status >= 500
    rest = seconds(response.headers.get("retry-after", ""), datetime.now(UTC)) if passing else None
    location = response.headers.get("location", "") if 300 <= status < 400 else ""
    bare = Reply(status, passing=passing, rest=rest, location=location)
    try:
        body = json.loads(unpack(_on_time(response, end), response.headers.get("content-encoding", ""), LIMIT))
    except TooLarge:
        return replace(bare, fault=f"its answer has more than {LIMIT} bytes")
    except (Unreadable, ValueError, RecursionError):
        # Where the status says that all is well, a broken answer may be whole the next time.
        return replace(bare, fault="its answer is not JSON", passing=passing or status == 200)
    return replace(bare, body=body) if isinstance(body, dict) else replace(bare, fault="its answer is no JSON object")


def _on_time(response: httpx.Response, end: float) -> Iterator[bytes]:
    """The body as it comes, against servers that send a byte now and then."""
    for chunk in response.iter_raw():
        yield chunk
        if monotonic() > end:
            raise TimeoutError


def loopback(url: str) -> bool:
    """Whether an address is of this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def bad_endpoint(url: str) -> str:
    """What keeps an address from being an endpoint, or ""."""
    if bad := bad_address(url):
        return bad
    parts = urlsplit(url)
    if parts.query or parts.fragment:  # it is shown in manifests and messages, and such parts hold keys
        return f"{url.partition('?')[0]!r} is followed by a query; an endpoint is an address such as https://host/v1"
    if parts.scheme != "https" and not loopback(url):
        return f"{url!r} is not https, so that the key and the posts would travel open"
    return ""
