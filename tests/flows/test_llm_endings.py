"""What ends a run that asks a language model: a useless endpoint, a spent budget, Ctrl-C; and where the key stays."""

import socket
import threading
import time
from collections.abc import Callable
from itertools import chain

import chatting
import pytest
from chatting import ASKED, KEY, Chat, error, good, hang, raw

from analysis.coders.llm import AnswerError
from analysis.coding import Coding
from flows import stopping
from flows.coding import llm
from flows.coding.llm import BudgetSpent, Endpoint, EndpointError
from flows.errors import UsageError

Code = Callable[[], Coding]


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (error(401, f"Incorrect API key provided: {KEY}"), f"refuses the key in {llm.KEY} (Incorrect API key provided: ***)"),
        (error(403, "no"), "refuses the key"),
        (error(404, "The model 'small-model' does not exist"), "check llm_endpoint and llm_model"),
        (error(402, "Insufficient balance"), "answers 402 (Insufficient balance)"),
        (error(429, "later", Retry_After="3600"), "asks to be left alone for 3600 s (status 429)"),
        (error(429, "quota exceeded"), "wants no more requests for now (quota exceeded)"),
        (raw(304), "answers 304"),
    ],
)  # fmt: skip
def test_what_every_post_would_meet_ends_the_run_at_once(
    chat: Chat, code_post: Code, fault: chatting.Say, says: str
) -> None:
    chat.will(fault)

    with pytest.raises(EndpointError) as caught:
        code_post()
    asked = len(chat.asked)
    with pytest.raises(EndpointError):
        code_post()
    assert says in str(caught.value)
    assert "what is coded is stored" in str(caught.value)
    assert KEY not in str(caught.value)
    assert len(chat.asked) == asked <= 1 + llm.RETRIES


def test_an_endpoint_that_wants_a_key_says_where_to_put_it(chat: Chat) -> None:
    chat.will(error(401, "You did not provide an API key"))

    with pytest.raises(EndpointError, match=f"wants a key: set {llm.KEY}"):
        Endpoint(chat.url, "m", 100_000)(ASKED, {})


def test_a_redirect_is_refused_and_the_key_goes_nowhere(chat: Chat, code_post: Code) -> None:
    with chatting.serving() as elsewhere:
        elsewhere.will(good())
        there = elsewhere.url.replace("127.0.0.1", "localhost") + "/chat/completions"
        chat.will(raw(307, Location=there))
        with pytest.raises(EndpointError, match="redirects to http://localhost:"):
            code_post()

    assert elsewhere.headers == []


def test_one_s_own_machine_is_not_asked_through_a_proxy(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    with chatting.serving() as proxy:
        proxy.will(good())
        monkeypatch.setenv("HTTP_PROXY", proxy.url.removesuffix("/v1"))
        Endpoint(chat.url, "m", 100_000, KEY)(ASKED, {})

    assert (len(chat.asked), len(proxy.asked)) == (1, 0)


def test_an_endpoint_that_is_not_there_ends_the_run(slept: list[float]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(EndpointError, match="cannot be reached"):
        Endpoint(f"http://127.0.0.1:{port}/v1", "m", 100_000, sleep=slept.append)(ASKED, {})
    assert slept == [1.0, 2.0]


def test_three_posts_in_a_row_without_an_answer_end_the_run(chat: Chat, code_post: Code) -> None:
    chat.will(*chain.from_iterable([error(500, "x")] * 3 for _ in range(2)), good(), error(500, "still out"))
    for _ in range(2):
        with pytest.raises(AnswerError):
            code_post()
    code_post()
    for _ in range(2):
        with pytest.raises(AnswerError):
            code_post()

    with pytest.raises(EndpointError, match=r"3 posts in a row without an answer, the last: .*still out"):
        code_post()


def test_a_budget_is_kept_and_says_how_to_go_on(chat: Chat) -> None:
    chat.will(good(tokens=3000))
    small = Endpoint(chat.url, "m", 10_000)
    small(ASKED, {})
    small(ASKED, {})

    with pytest.raises(
        BudgetSpent, match=r"llm_budget of 10000 tokens: 6000 are spent and the next post may take 40\d\d"
    ):
        small(ASKED, {})
    assert len(chat.asked) == 2


def test_threads_together_keep_the_budget(chat: Chat) -> None:
    def slowly(handler: chatting.Handler, request: chatting.Json) -> None:
        time.sleep(0.1)
        good(tokens=4000)(handler, request)

    chat.will(slowly)
    shared = Endpoint(chat.url, "m", 20_000)
    spent: list[BudgetSpent] = []

    def ask() -> None:
        try:
            shared(ASKED, {})
        except BudgetSpent as error:
            spent.append(error)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert shared.spent == 4000 * len(chat.asked) <= 20_000
    assert len(spent) == 8 - len(chat.asked)


def test_ctrl_c_is_heeded_in_any_thread_while_a_model_thinks(chat: Chat) -> None:
    chat.will(hang(4.0))
    start = time.monotonic()
    threading.Timer(0.3, stopping.WANTED.set).start()
    try:
        with pytest.raises(KeyboardInterrupt):
            Endpoint(chat.url, "m", 100_000)(ASKED, {})
    finally:
        stopping.WANTED.clear()

    assert 0.3 <= time.monotonic() - start < 3
    assert len(chat.asked) == 1


@pytest.mark.parametrize("key", ["two words", "schlüssel", "a\nb"])
def test_what_cannot_be_a_key_is_refused_and_not_shown(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv(llm.KEY, key)

    with pytest.raises(UsageError, match=llm.KEY) as caught:
        llm.endpoint("https://x.example/v1", "m", 1)
    assert key not in str(caught.value)


def test_the_key_comes_from_the_environment_and_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(llm.KEY, f" {KEY}\n")
    made = llm.endpoint("https://x.example/v1", "m", 1)

    assert made.key == KEY
    assert KEY not in repr(made)
