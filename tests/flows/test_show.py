"""`rootfeed show`: the right post, its words marked, every code explained, all coders beside each other, no trick played."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from analysis.coding import Coding, Evidence, Judgement
from flows import settings
from flows.coding import coders
from flows.database import rows
from flows.database import store as storing
from flows.database.schema import POSTS
from flows.reporting.frames import matching_posts
from flows.workspace import opened

Run = Callable[..., tuple[int, str, str]]
ATTACK = "\x1b]0;owned\x07\x1b[31mred\x9b2J\u202egnp.exe\r"


def posts(study: Path) -> list[dict[str, str]]:
    """The posts of the run, in order."""
    with opened(settings.load(study), study.parent) as space:
        return [dict(row) for row in matching_posts(space)]


def shown(rootfeed: Run, *arguments: object) -> dict[str, object]:
    """What --json tells of a post."""
    status, out, err = rootfeed("show", *arguments, "--json")
    assert status == 0, err
    return dict(json.loads(out))


def code_by(study: Path, coder: str, entry: str, coding: Coding) -> None:
    """Store another coder's coding of a post."""
    with opened(settings.load(study), study.parent) as space:
        named = space.study.model_copy(update={"coder": coder.partition(":")[0]})
        rows.add_codings(space.store, coder, coders.version(named, space.book), {entry: coding})


def test_a_post_is_found_by_number_address_and_part_of_its_title(rootfeed: Run, finished: Path) -> None:
    run = posts(finished)
    titles = [post["title"] for post in run]
    for number, post in enumerate(run, start=1):
        assert shown(rootfeed, finished, number)["url"] == post["url"]
        assert shown(rootfeed, finished, post["url"])["post"] == number
        if titles.count(post["title"]) == 1:  # some are copies
            assert shown(rootfeed, finished, post["title"].upper())["post"] == number


def test_several_meant_posts_are_listed_with_their_numbers(rootfeed: Run, finished: Path) -> None:
    status, out, err = rootfeed("show", finished, "slow-kettle")
    meant = [number for number, post in enumerate(posts(finished), start=1) if "slow-kettle" in post["url"]]

    assert (status, out) == (2, "")
    assert f"{len(meant)} posts are meant by 'slow-kettle'" in err
    assert [int(line.split()[0]) for line in err.splitlines()[1:]] == meant


def test_a_post_that_is_not_meant_by_anything_says_why(rootfeed: Run, finished: Path) -> None:
    count = len(posts(finished))
    one = posts(finished)[0]

    assert f"name a number from 1 to {count}" in rootfeed("show", finished, "zyzzyva")[2]
    assert f"name a number from 1 to {count}" in rootfeed("show", finished, count + 100)[2]
    finished.write_text(finished.read_text(encoding="utf-8") + f"since = {int(one['published'][:4]) + 1}-01-01\n")
    status, _, err = rootfeed("show", finished, one["url"])
    assert status == 2
    assert "is stored but not in this run: outside the period" in err


def test_every_given_code_stands_with_its_words_level_and_rule(rootfeed: Run, finished: Path) -> None:
    for post in posts(finished):
        coding = rows.coding_of(post["coding"])
        told = shown(rootfeed, finished, post["url"])
        _, out, _ = rootfeed("show", finished, post["url"])
        given = {one["code"]: one for one in told["given"]}

        assert {code: given[code]["level"] for code, _ in coding.causes} == dict(coding.causes)
        assert given["genre"]["reason"] == coding.genre_reason
        assert coding.genre_reason in out
        for item in coding.evidence:
            assert told["text"][item.start : item.end] == item.quote
            assert item.rule in out
            assert f"{item.code} {item.level}".strip() in out


def test_words_are_marked_where_they_stand_and_the_text_stays_whole(rootfeed: Run, finished: Path) -> None:
    post = next(post for post in posts(finished) if rows.coding_of(post["coding"]).evidence)
    text = "The lid fell off. Nobody called. I am cross."
    spans = [("resolution", "failed", 0, 17), ("effort", "failed", 10, 32), ("reaction", "-1", 33, 44)]
    evidence = tuple(Evidence(code, level, a, b, text[a:b], "model", 0.9) for code, level, a, b in spans)
    coding = Coding("experience", "told", (("effort", "failed"), ("resolution", "failed")), -1, (), evidence)
    set_text(finished, post["entry"], text)
    code_by(finished, coders.DEFAULT, post["entry"], coding)
    _, out, _ = rootfeed("show", finished, post["url"])

    assert "\n[The lid fell off. Nobody called.](resolution failed, effort failed) [I am cross.](reaction -1)\n" in out


def set_text(study: Path, entry: str, text: str, **more: str) -> None:
    with opened(settings.load(study), study.parent) as space, space.store.engine.begin() as connection:
        connection.execute(sa.update(POSTS).where(POSTS.c.entry == entry).values(text=text, **more))


def test_what_was_considered_and_what_was_not_judged_is_told_apart(rootfeed: Run, finished: Path) -> None:
    post = posts(finished)[0]
    judgements = (
        Judgement("effort", "failed", 0.83, "She called four times."),
        Judgement("honesty", "", 0.31, "dropped: its quotes do not stand in the text"),
    )
    coding = Coding("experience", "told", (("effort", "failed"),), None, (), (), judgements, ("value",))
    code_by(finished, coders.DEFAULT, post["entry"], coding)
    told = shown(rootfeed, finished, post["url"])
    _, out, _ = rootfeed("show", finished, post["url"])

    assert [one["code"] for one in told["given"]] == ["genre", "effort"]
    assert [(one["code"], one["confidence"]) for one in told["considered"]] == [("honesty", 0.31)]
    assert told["abstained"] == ["value"]
    assert "  effort failed (confidence 0.83): She called four times.\n" in out
    assert "Considered and not given\n  honesty (confidence 0.31): dropped: its quotes" in out
    assert "Not judged: value" in out


def test_all_coders_stand_side_by_side_and_one_can_be_chosen(rootfeed: Run, finished: Path) -> None:
    post = posts(finished)[0]
    code_by(
        finished, "hand:ann", post["entry"], Coding("experience", "by hand", (("effort", "mixed"),), -2, ("warns",))
    )
    _, out, _ = rootfeed("show", finished, post["url"])
    told = shown(rootfeed, finished, post["url"], "--coder", "hand:ann")
    table = [line.split() for line in out.split("All coders\n")[1].splitlines()]

    assert table[0] == [coders.DEFAULT, "hand:ann"]
    assert [row[2] for row in table if row[0] in ("effort", "warns", "reaction")] == ["mixed", "told", "-2"]
    assert told["coder"] == "hand:ann"
    assert {one["code"]: one["level"] for one in told["given"]} == {
        "genre": "experience",
        "effort": "mixed",
        "warns": "told",
        "reaction": "-2",
    }
    status, _, err = rootfeed("show", finished, post["url"], "--coder", "hand:bob")
    assert (status, f"there are {coders.DEFAULT}, hand:ann" in err) == (2, True)


def test_a_coding_by_older_code_is_told_to_be_one(rootfeed: Run, finished: Path) -> None:
    post = posts(finished)[0]
    with opened(settings.load(finished), finished.parent) as space:
        rows.add_codings(space.store, "hand:ann", "older", {post["entry"]: Coding("other", "by hand")})

    assert "hand:ann (out of date)" in rootfeed("show", finished, post["url"])[1]


@pytest.mark.parametrize("json_too", [[], ["--json"]])
def test_no_post_steers_the_terminal(rootfeed: Run, finished: Path, json_too: list[str]) -> None:
    post = posts(finished)[0]
    set_text(finished, post["entry"], f"{ATTACK} and so on", title=ATTACK, blog=ATTACK)
    reason = f"because {ATTACK}"
    code_by(
        finished,
        coders.DEFAULT,
        post["entry"],
        Coding("experience", reason, judgements=(Judgement("effort", "", 0.1, reason),)),
    )
    _, out, err = rootfeed("show", finished, post["url"], *json_too)
    _, _, listed = rootfeed("show", finished, "http")

    assert "and so on" in out
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\r"} & set(out + err + listed)


def test_a_terminal_gets_colours_and_labels_unless_it_wants_none(finished: Path) -> None:
    url = next(post["url"] for post in posts(finished) if rows.coding_of(post["coding"]).causes)
    coloured, plain = on_terminal(finished, url), on_terminal(finished, url, NO_COLOR="1")

    assert "\x1b[1;3" in coloured
    assert "](" not in coloured
    assert "\x1b" not in plain
    assert "](" in plain


def on_terminal(study: Path, post: str, **environment: str) -> str:
    """What the command prints where stdout is a terminal."""
    ours, theirs = pty.openpty()
    program = [str(Path(sys.executable).with_name("rootfeed")), "show", str(study), post]
    variables = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    running = subprocess.Popen(program, stdout=theirs, env=variables | {"TERM": "xterm-256color"} | environment)
    os.close(theirs)
    read = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # how Linux tells that the other end is closed
            break
        if not part:
            break
        read += part
    os.close(ours)
    assert running.wait(timeout=60) == 0
    return read.decode()


def test_a_study_that_is_not_coded_says_how_to_code_it(rootfeed: Run, finished: Path) -> None:
    store = storing.open_store(storing.sqlite_url(finished.with_suffix(".sqlite")))
    with store.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM codings"))
    store.close()
    status, _, err = rootfeed("show", finished, "1")

    assert status == 4
    assert "run: rootfeed code" in err
