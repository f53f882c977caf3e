"""A language model over HTTP: faults of the endpoint cost a post or end the run, and the key goes nowhere else."""

import gzip
import json
from collections.abc import Callable

import chatting
import pytest
from chatting import ASKED, KEY, TEXT, Chat, content, drip, error, good, hang, raw, without

from analysis.coders.llm import AnswerError
from analysis.coding import Coding
from flows.coding import chat as chatted
from flows.coding.llm import Endpoint

CODED = (("resolution", "failed"),)


Code = Callable[[], Coding]


def test_a_good_answer_is_coded_and_counted(chat: Chat, endpoint: Endpoint, code_post: Code) -> None:
    found = code_post()
    (request,) = chat.asked

    assert found.causes == CODED
    assert found.evidence[0].quote == "My kettle died in May and"
    assert endpoint.spent == 1000
    assert chat.paths == ["/v1/chat/completions"]
    assert chat.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert (request["model"], request["temperature"], request["seed"]) == ("small-model", 0, 1)
    assert request["response_format"]["json_schema"]["strict"] is True
    assert "resolution" in json.dumps(request["response_format"]["json_schema"]["schema"])


def test_without_a_key_none_is_sent(chat: Chat, slept: list[float]) -> None:
    Endpoint(chat.url, "m", 100_000, sleep=slept.append)(ASKED, {})

    assert "Authorization" not in chat.headers[0]


@pytest.mark.parametrize(
    ("faults", "waits"),
    [
        ([error(429, "slow down", Retry_After="7")], [7.0]),
        ([error(429, "slow down"), error(503, "busy", Retry_After="0")], [1.0, 0.0]),
        ([error(500, "oops")], [1.0]),
        ([raw(502, b"<html>Bad gateway</html>")], [1.0]),
        ([hang(1.5)], [1.0]),
        ([drip], [1.0]),
        ([lambda handler, _: None], [1.0]),
        ([raw(200, b'{"choices": [{"mess')], [1.0]),
        ([raw(200, b"\xff\xfe")], [1.0]),
        ([content(None), good()], None),
        ([content(""), good()], None),
    ],
    ids=["429", "429-503", "500", "502", "hang", "drip", "closed", "cut-off", "bytes", "null", "empty"],
)
def test_what_passes_is_asked_again(
    chat: Chat, code_post: Code, slept: list[float], faults: list[chatting.Say], waits: list[float] | None
) -> None:
    chat.will(*faults, good())

    if waits is None:  # an answer without words is one all the same
        with pytest.raises(AnswerError, match="an empty answer"):
            code_post()
    assert code_post().causes == CODED
    assert slept == (waits or [])


@pytest.mark.parametrize(
    "fault",
    [
        content("I would rather not."),
        content('{"genre": {"reason": "r", "level": "exper'),
        content('{"genre": {"reason": "r", "level": "poem", "confidence": 1}}'),
        content('{"genre": ["experience"], "causes": "many"}'),
    ],
    ids=["prose", "cut-off", "genre", "types"],
)
def test_an_answer_of_no_use_is_asked_for_again_with_the_reason(
    chat: Chat, code_post: Code, fault: chatting.Say
) -> None:
    chat.will(fault, good())

    assert code_post().causes == CODED
    assert "This cannot be used" in chat.asked[1]["messages"][-1]["content"]


def test_text_around_the_answer_and_what_it_invents_is_left_out(chat: Chat, code_post: Code) -> None:
    said = json.loads(chatting.coded({"messages": [{}, {"content": f"TEXT:\n{TEXT}"}]}))
    (claim,) = said["causes"]
    said["causes"] += [{**claim, "code": "honesty", "quotes": [{"words": "They lied to me.", "level": "failed"}]}]
    said["causes"] += [{**claim, "code": "kindness"}, {**claim, "code": "effort", "level": 3}, 7]
    chat.will(content(f"Here you are:\n```json\n{json.dumps(said)}\n```"))
    found = code_post()

    assert found.causes == CODED
    assert [item.code for item in found.judgements if not item.level] == ["effort", "honesty"]


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (content(None, refusal="I cannot code this."), "the model declines: 'I cannot code this.'"),
        (raw(200, b'{"error": {"message": "model is loading"}}'), "answers 200: model is loading"),
        (raw(200, b'{"choices": "none"}'), "answers 200: "),
        (raw(200, b'{"choices": [7]}'), "an empty answer"),
        (raw(200, b'{"choices": [{"message": {"content": ["x"]}}]}'), "an empty answer"),
        (raw(200, b"[]"), "no JSON object"),
        (raw(200, b"x" * (chatted.LIMIT + 1)), f"more than {chatted.LIMIT} bytes"),
        (raw(200, gzip.compress(b"x" * 10**8), Content_Encoding="gzip"), f"more than {chatted.LIMIT} bytes"),
        (raw(200, b"x", Content_Encoding="br"), "not JSON"),
        (error(413, "too long"), "answers 413: too long"),
        (error(500, "a\x1b[31m bug"), "answers 500: a?[31m bug"),
        (error(400, "maximum context length is 100 tokens"), "answers 400: maximum context"),
        (hang(1.5), "no complete answer within 1 s"),
        (content("no"), "no JSON object with a genre"),
    ],
)
def test_a_post_without_a_usable_answer_is_named_with_the_reason(
    chat: Chat, endpoint: Endpoint, code_post: Code, fault: chatting.Say, says: str
) -> None:
    chat.will(fault)

    with pytest.raises(AnswerError) as caught:
        code_post()
    chat.will(good())
    assert says in str(caught.value)
    assert code_post().causes == CODED


@pytest.mark.parametrize(
    ("fields", "requests", "left"),
    [
        (["json_schema"], 2, {"type": "json_object"}),
        (["response_format"], 3, None),
        (["seed"], 2, "json_schema"),
        (["max_tokens", "temperature", "response_format"], 5, None),
        (["x-unknown", "temperature", "seed"], 3, "json_schema"),
    ],
)
def test_a_server_is_asked_in_the_form_it_takes(
    chat: Chat, code_post: Code, fields: list[str], requests: int, left: object
) -> None:
    chat.will(without(*fields))
    first, second = code_post(), code_post()
    last = chat.asked[-1]

    assert first.causes == second.causes == CODED
    assert len(chat.asked) == requests + 1  # what was learnt holds for the second post
    assert last.get("response_format") == left or last["response_format"]["type"] == left
    assert not set(fields) & set(last)


def test_a_server_that_takes_nothing_is_asked_with_the_bare_messages_last(chat: Chat, code_post: Code) -> None:
    chat.will(raw(422, b'{"detail": ["unprocessable"]}'))

    with pytest.raises(AnswerError, match=r"answers 422: .*unprocessable"):
        code_post()
    assert set(chat.asked[-1]) == {"model", "messages"}
    assert len(chat.asked) == 4


@pytest.mark.parametrize(
    "usage", [b"", b', "usage": null', b', "usage": {"total_tokens": -5}', b', "usage": {"total_tokens": "9"}']
)
def test_tokens_are_estimated_where_the_answer_does_not_count_them(
    chat: Chat, endpoint: Endpoint, usage: bytes
) -> None:
    chat.will(raw(200, b'{"choices": [{"message": {"content": "' + b"word " * 300 + b'"}}]' + usage + b"}"))
    endpoint([{"role": "user", "content": "word " * 600}], {})

    assert 900 < endpoint.spent < 2000  # some 900 words


def test_what_utf_8_cannot_hold_is_asked_all_the_same(chat: Chat, endpoint: Endpoint) -> None:
    endpoint([{"role": "system", "content": ""}, {"role": "user", "content": "TEXT:\n\ud800 it broke"}], {})

    assert len(chat.asked) == 1
