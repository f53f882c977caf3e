"""A server on loopback that speaks OpenAI's chat completions and errs as told."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-a-key-that-nobody-may-see"
TEXT = "My kettle died in May and nobody at Brightpot ever called back."
ASKED = [{"role": "system", "content": ""}, {"role": "user", "content": f"TEXT:\n{TEXT}"}]
Json = dict[str, Any]
Say = Callable[["Handler", Json], None]
"""Answers a request, given what was sent."""


@dataclass
class Chat:
    """A server's address, what it says (the last for ever), and what it was asked: headers and bodies."""

    url: str
    says: list[Say] = field(default_factory=list)
    asked: list[Json] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def will(self, *says: Say) -> None:
        self.says = list(says)


class Handler(BaseHTTPRequestHandler):
    chat: Chat

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.chat.asked.append(request)
        self.chat.headers.append(dict(self.headers.items()))
        self.chat.paths.append(self.path)
        (self.chat.says.pop(0) if len(self.chat.says) > 1 else self.chat.says[0])(self, request)

    do_GET = do_POST

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@contextmanager
def serving() -> Iterator[Chat]:
    """The server while it runs."""
    handler = type("Handler", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients that hang up are expected
    handler.chat = Chat(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield handler.chat
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def coded(request: Json) -> str:
    """What a docile model answers: an experience whose resolution failed, with the post's first words as the quote."""
    post = request["messages"][1]["content"].split("TEXT:\n", 1)[1]
    words = {"words": " ".join(post.split()[:6]), "level": "failed"}
    code = {"code": "resolution", "quotes": [words], "reason": "so it says", "level": "failed", "confidence": 0.75}
    genre = {"reason": "he was served", "level": "experience", "confidence": 0.9}
    return json.dumps({"genre": genre, "causes": [code], "outcomes": [], "reaction": None})


def message(content: str | None, tokens: int | None = 1000, **more: object) -> bytes:
    """The body of an answer."""
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content, **more}}
    usage = {} if tokens is None else {"usage": {"prompt_tokens": tokens - 1, "completion_tokens": 1}}
    return json.dumps({"object": "chat.completion", "choices": [choice], **usage}).encode()


def good(tokens: int | None = 1000) -> Say:
    return lambda handler, request: handler.send(200, message(coded(request), tokens))


def content(text: str | None, **more: object) -> Say:
    return lambda handler, _: handler.send(200, message(text, **more))


def raw(status: int, body: bytes = b"", **headers: str) -> Say:
    return lambda handler, _: handler.send(status, body, **headers)


def error(status: int, text: str, **headers: str) -> Say:
    return raw(status, json.dumps({"error": {"message": text, "type": "invalid_request_error"}}).encode(), **headers)


def hang(seconds: float) -> Say:
    return lambda handler, _: time.sleep(seconds)


def drip(handler: Handler, _: Json) -> None:
    """A byte now and then, without end."""
    handler.send_response(200)
    handler.end_headers()
    for _second in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def without(*fields: str) -> Say:
    """A server that does not know some fields of a request, and says so as many do."""

    def say(handler: Handler, request: Json) -> None:
        unknown = [name for name in fields if name in json.dumps({k: v for k, v in request.items() if k != "messages"})]
        if unknown:
            error(400, f"Unsupported parameter: '{unknown[0]}'")(handler, request)
        else:
            good()(handler, request)

    return say
