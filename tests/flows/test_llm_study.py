"""A study coded by a language model: beside other coders' codings, resumable, within its budget, the key in no file."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import chatting
import pytest
import sqlalchemy as sa
from chatting import KEY, Chat, content, error, good

from flows import settings
from flows.coding import coders, llm
from flows.database import store as storing
from flows.database.schema import CODINGS

PROGRAM = str(Path(sys.executable).with_name("rootfeed"))
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def study(chat: Chat, finished: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study that the default coder has coded and a language model is now to code."""
    monkeypatch.setenv(llm.KEY, KEY)
    return changed(finished, coder="llm", llm_endpoint=chat.url, llm_model="small-model")


def changed(path: Path, **keys: object) -> Path:
    """The study file with other values."""
    study = settings.check(settings.load(path).model_dump() | keys, "test")
    path.write_text(settings.write(study), encoding="utf-8")
    return path


def codings(path: Path) -> list[tuple[str, str, str]]:
    """Entry, coder and version of every stored coding."""
    store = storing.open_store(storing.sqlite_url(path.with_suffix(".sqlite")))
    found = storing.select(store, sa.select(CODINGS))
    store.close()
    return sorted((row["entry"], row["coder"], row["version"]) for row in found)


def by(path: Path, coder: str) -> list[str]:
    return [entry for entry, name, _ in codings(path) if name == coder]


def posts(chat: Chat) -> list[str]:
    """The text of every post that was asked about, in order."""
    return [request["messages"][1]["content"] for request in chat.asked]


def test_codings_of_two_coders_live_side_by_side_and_the_study_says_which_are_shown(
    rootfeed: Run, study: Path, template: Path, chat: Chat
) -> None:
    status, out, _ = rootfeed("code", study)
    out_of_model = study.parent / "model-report"
    rootfeed("report", study, "--out", out_of_model)
    sidecar = json.loads((out_of_model / "report.json").read_text(encoding="utf-8"))
    manifest = json.loads((out_of_model / "manifest.json").read_text(encoding="utf-8"))

    assert (status, out) == (0, f"{len(by(study, coders.DEFAULT))} posts coded\n")
    assert by(study, "llm") == by(study, coders.DEFAULT)
    assert [cause["cause"] for cause in sidecar["causes"] if cause["posts"]] == ["resolution"]
    assert manifest["coder"].startswith("llm small-model ")

    rootfeed("report", changed(study, coder=coders.DEFAULT, llm_endpoint="", llm_model=""))
    for name in ("report.html", "report.json", "manifest.json"):
        assert (study.parent / "small-report" / name).read_bytes() == (template / "small-report" / name).read_bytes()


def test_a_second_run_asks_for_nothing_and_another_model_for_everything(rootfeed: Run, study: Path, chat: Chat) -> None:
    rootfeed("code", study)
    once = len(chat.asked)
    rootfeed("code", study)

    assert len(chat.asked) == once == len(by(study, "llm"))
    rootfeed("code", changed(study, llm_model="large-model"))
    assert len(chat.asked) == 2 * once
    assert len({version for _, coder, version in codings(study) if coder == "llm"}) == 2


def test_a_budget_ends_the_run_and_the_next_run_goes_on(rootfeed: Run, study: Path, chat: Chat) -> None:
    chat.will(good(tokens=8_000))
    changed(study, llm_budget=20_000)
    status, _, err = rootfeed("code", study)
    first = by(study, "llm")

    assert status == 2
    assert "llm_budget of 20000 tokens: 16000 are spent" in err
    assert len(first) == 2
    assert rootfeed("report", study)[0] == 0
    rootfeed("code", study)
    assert set(first) < set(by(study, "llm"))
    assert len(posts(chat)) == len(set(posts(chat)))


def test_a_post_without_a_usable_answer_is_left_named_and_asked_for_again(
    rootfeed: Run, study: Path, chat: Chat
) -> None:
    chat.will(good(), *[content(None, refusal="no")], good())
    status, _, err = rootfeed("code", study)
    left = set(by(study, coders.DEFAULT)) - set(by(study, "llm"))

    assert status == 0
    assert len(left) == 1
    assert "left uncoded: http://" in err
    assert "the model declines: 'no'" in err
    assert f"1 of {len(by(study, coders.DEFAULT))} posts left uncoded; the same command asks for them again" in err
    rootfeed("code", study)
    assert by(study, "llm") == by(study, coders.DEFAULT)
    assert posts(chat)[-1] == posts(chat)[1]


def start(study: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([PROGRAM, "code", str(study)], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def until(true: Callable[[], bool]) -> None:
    """Wait until it is true."""
    end = time.monotonic() + 60
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    assert true()


def test_a_killed_run_loses_no_answer_but_the_one_it_waits_for(rootfeed: Run, study: Path, chat: Chat) -> None:
    chat.will(good(), good(), chatting.hang(3.0), good())
    running = start(study)
    until(lambda: len(chat.asked) == 3)
    running.kill()
    running.communicate()

    assert len(by(study, "llm")) == 2
    assert rootfeed("code", study)[0] == 0
    assert by(study, "llm") == by(study, coders.DEFAULT)
    assert len(chat.asked) == len(by(study, "llm")) + 1


def test_ctrl_c_ends_at_once_in_one_line(study: Path, chat: Chat) -> None:
    chat.will(good(), chatting.hang(8.0))
    running = start(study)
    until(lambda: len(chat.asked) == 2)
    pressed = time.monotonic()
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)

    assert running.returncode == 130
    assert time.monotonic() - pressed < 5
    assert "interrupted; what is stored stays valid" in err
    assert "Traceback" not in err
    assert len(by(study, "llm")) == 1


def test_a_refused_key_ends_the_run_and_stands_in_no_file_and_no_message(
    rootfeed: Run, study: Path, chat: Chat
) -> None:
    shutil.rmtree(study.parent / "small-report")
    chat.will(good(), error(401, f"wrong key {KEY}"))
    status, out, err = rootfeed("code", study)
    done = [rootfeed("report", study), rootfeed("export", study, "--format", "csv"), rootfeed("status", study)]
    said = "".join((out, err, *(text for _, *texts in done for text in texts)))
    files = [path for path in study.parent.rglob("*") if path.is_file()]

    assert status == 2
    assert f"refuses the key in {llm.KEY} (wrong key ***)" in err
    assert len(chat.asked) == 2
    assert [code for code, *_ in done] == [0, 0, 0]
    assert KEY not in said
    assert {"small.sqlite", "manifest.json", "codings.csv"} <= {path.name for path in files}
    assert not [path for path in files if KEY.encode() in path.read_bytes()]
    assert chat.headers[0]["Authorization"] == f"Bearer {KEY}"


def test_another_coder_may_code_without_a_change_of_the_study(rootfeed: Run, study: Path, chat: Chat) -> None:
    assert rootfeed("code", study, "--coder", "rules")[0] == 0
    assert chat.asked == []
    assert rootfeed("code", study, "--coder", "oracle")[0] == 2


def test_own_rows_are_coded_by_the_coder_that_is_named(rootfeed: Run, tmp_path: Path) -> None:
    rows = tmp_path / "in.jsonl"
    rows.write_text('{"id": 1, "text": "They never called me back."}\n', encoding="utf-8")

    told = {name: rootfeed("code", rows, "--coder", name)[1] for name in ("default", "linear", "rules")}

    assert rootfeed("code", rows)[1] == told[coders.DEFAULT] != told["rules"]
    assert "no coder 'oracle'; there are " in rootfeed("code", rows, "--coder", "oracle")[2]
    assert "name STUDY.toml in place of the rows" in rootfeed("code", rows, "--coder", "llm")[2]
    assert rootfeed("code", rows, "--coder", "llm")[0] == 2
