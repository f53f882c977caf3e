"""Asking a language model behind any endpoint that speaks OpenAI's chat completions, patiently and within a budget.

One post's trouble is an AnswerError, trouble that every post would meet an EndpointError, which ends the run. The key
comes from the environment and goes nowhere but into the header of requests to the endpoint.
"""

import json
import os
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from analysis.coders.llm import AnswerError
from analysis.coders.prompt import Json, Message
from extract.errors import StudyError
from flows import stopping
from flows.coding import chat
from flows.coding.chat import MOST_TOKENS, Form, Reply
from flows.errors import UsageError

KEY = "ROOTFEED_LLM_KEY"  # environment variable; a server on one's own machine needs none
RETRIES = 2
LONGEST_WAIT = 60.0  # seconds; an endpoint that asks for more is left for another run
LONGEST_ANSWER = 300.0  # seconds; models on one's own machine are slow
BYTES_A_TOKEN = 3  # real text has more, so that an estimate is rather too high
STRIKES = 3  # posts in a row without an answer, from which not the posts are at fault but the endpoint
REFUSING = (400, 422)  # what a server answers to options or formats that it does not know
POST_S_OWN = (*REFUSING, 413)  # what a server answers to one post and may not to the next
GO_ON = "what is coded is stored, and the same command goes on from there"


class EndpointError(StudyError):
    """An endpoint that cannot be used, or not now; the text says why and what to do."""


class BudgetSpent(EndpointError):
    """The next post might cost more than is left of the budget."""


@dataclass
class Endpoint:
    """Its calls are `analysis.coders.llm.Ask`; threads may share one. `budget` and `spent` are tokens of all calls."""

    url: str
    model: str
    budget: int
    key: str = field(default="", repr=False)
    sleep: Callable[[float], None] = stopping.sleep
    longest: float = LONGEST_ANSWER
    spent: int = field(default=0, init=False)
    _held: int = field(default=0, init=False)
    _form: Form = field(default_factory=Form, init=False)
    _strikes: int = field(default=0, init=False)
    _ended: EndpointError | None = field(default=None, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def __call__(self, messages: Sequence[Message], schema: Json) -> str:
        """The text of an answer. Raises AnswerError for this post; BudgetSpent and EndpointError for all."""
        asked = _tokens([*messages, schema])
        self._hold(asked + MOST_TOKENS)
        cost = 0
        try:
            body = self._answered(messages, schema)
            cost = _usage(body) or asked + _tokens(body["choices"])
            self._strikes = 0
        except AnswerError as error:
            self._strikes += 1
            if self._strikes >= STRIKES:
                raise self._end(f"{STRIKES} posts in a row without an answer, the last: {error}") from error
            raise
        finally:
            with self._lock:
                self._held -= asked + MOST_TOKENS
                self.spent += cost
        return _text(body)

    def _hold(self, most: int) -> None:
        """Set aside what a request may cost, so that requests side by side stay within the budget together."""
        with self._lock:
            if self._ended:
                raise self._ended
            if self.spent + self._held + most > self.budget:
                raise BudgetSpent(
                    f"llm_budget of {self.budget} tokens: {self.spent} are spent and the next post may take {most}; "
                    "what is coded is stored: run the same command again to go on with as many tokens, or raise "
                    "llm_budget; `rootfeed report` shows what there is"
                )
            self._held += most

    def _end(self, why: str) -> EndpointError:
        """What this call and all later ones raise."""
        self._ended = EndpointError(f"{self.url}: {why}; {GO_ON}")
        return self._ended

    def _answered(self, messages: Sequence[Message], schema: Json) -> Json:
        """The body of an answer, asked for in the plainest form that the server makes necessary."""
        form = self._form
        while True:
            reply = self._patient({"model": self.model, "messages": list(messages), **form.fields(schema)})
            plainer = form.plainer(reply.said(self.key)) if reply.status in REFUSING else None
            if plainer is None:
                break
            form = plainer
        body = self._usable(reply)
        self._form = form
        return body

    def _patient(self, request: Json) -> Reply:
        """The reply to a request, asked for again where that may help."""
        for attempt in range(RETRIES + 1):
            reply = self._heeding(request)
            if not reply.passing or attempt == RETRIES:
                break
            rest = 2.0**attempt if reply.rest is None else reply.rest
            if rest > LONGEST_WAIT:
                raise self._end(f"asks to be left alone for {rest:.0f} s (status {reply.status})")
            self.sleep(rest)
        return reply

    def _heeding(self, request: Json) -> Reply:
        """One reply, awaited in a way that heeds Ctrl-C in any thread: a model may take minutes."""
        replies: list[Reply] = []
        address = self.url.rstrip("/") + "/chat/completions"
        asking = threading.Thread(
            target=lambda: replies.append(chat.post(address, request, self.key, self.longest)), daemon=True
        )
        stopping.check()
        asking.start()
        while asking.is_alive():
            asking.join(0.1)
            stopping.check()
        return replies[0]

    def _usable(self, reply: Reply) -> Json:
        """The body of a reply with an answer in it. Raises AnswerError or EndpointError for any other reply."""
        status, said = reply.status, reply.said(self.key)
        if status == 200 and reply.body and isinstance(reply.body.get("choices"), list) and reply.body["choices"]:
            return reply.body
        if reply.unreachable:
            raise self._end(said)
        if status in (401, 403):
            raise self._end(f"refuses the key in {KEY} ({said})" if self.key else f"wants a key: set {KEY} ({said})")
        if reply.location:
            raise self._end(f"redirects to {reply.location}, where no key is sent; set llm_endpoint to where it serves")
        if status == 429:
            raise self._end(f"wants no more requests for now ({said})")
        if 300 <= status < 500 and status not in POST_S_OWN and not reply.passing:
            raise self._end(f"answers {status} ({said}); check llm_endpoint and llm_model")
        raise AnswerError(f"the endpoint answers {status}: {said}" if status else f"the endpoint gives {said}")


def _text(body: Json) -> str:
    """What the model wrote."""
    choice = body["choices"][0]
    message = choice.get("message") if isinstance(choice, dict) else None
    if isinstance(message, dict) and isinstance(message.get("content"), str) and message["content"].strip():
        return str(message["content"])
    refusal = message.get("refusal") if isinstance(message, dict) else None
    raise AnswerError(f"the model declines: {' '.join(str(refusal).split())[:200]!r}" if refusal else "an empty answer")


def _usage(body: Json) -> int:
    """The tokens that an answer says it took, or 0 where it does not say."""
    usage = body.get("usage")
    told = usage if isinstance(usage, dict) else {}
    total, *parts = (
        count if isinstance(count := told.get(f"{name}_tokens"), int) and count > 0 else 0
        for name in ("total", "prompt", "completion")
    )
    return total or sum(parts)


def _tokens(content: object) -> int:
    """An estimate of the tokens of JSON values."""
    return len(json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")) // BYTES_A_TOKEN + 1


def endpoint(url: str, model: str, budget: int) -> Endpoint:
    """The endpoint of a study, with the key of the environment. Raises UsageError where that cannot be a key."""
    key = os.environ.get(KEY, "").strip()
    if not re.fullmatch(r"[\x21-\x7e]*", key):
        raise UsageError(f"{KEY}: holds blanks or letters that no key has")
    return Endpoint(url, model, budget, key)
