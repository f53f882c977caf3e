"""Commands for codebooks: check, diff, show; coding of rows by a codebook of one's own; what the docs say of them."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from owning import OWN, use, versions

from analysis import codebook
from analysis.coders import CODERS
from analysis.coders.lexicon import pattern
from analysis.coding import Coding
from flows import settings
from flows.coding import coders
from flows.database import rows
from flows.database import store as storing
from flows.database.schema import CODINGS
from flows.workspace import opened

Run = Callable[..., tuple[int, str, str]]
DOCS = Path(__file__).parents[2] / "docs" / "codebook.md"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A codebook with one code more."""
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_the_shipped_codebook_is_sound_and_can_be_read(rootfeed: Run) -> None:
    status, out, err = rootfeed("codebook", "check")
    shown = rootfeed("codebook", "show")[1]

    assert (status, out) == (0, "")
    assert "24 codes, 0 faults" in err
    assert all(f"\n{code.id} ({code.kind})" in shown for code in codebook.default().codes)
    assert json.loads(rootfeed("codebook", "show", "--json")[1])["digest"] == codebook.default().digest


def test_every_fault_is_printed_and_the_exit_code_tells(rootfeed: Run, own: Path) -> None:
    own.write_text(OWN.replace("The kettle boiled", "It boiled").replace('use_when = "A lid', 'use_when = ""#'))
    status, out, err = rootfeed("codebook", "check", own)
    told = json.loads(rootfeed("codebook", "check", own, "--json")[1])

    assert status == 5
    assert out.splitlines() == told["faults"] == [
        "lids: use when is missing",
        "lids: the example 'It boiled over.' is coded not at all, not failed",
    ]  # fmt: skip
    assert "25 codes, 2 faults" in err


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('kind = "secondary"', 'kind = "third"', "code lids: kind 'third' is none of"),
        ('failed = "kettle"', 'failed = "<nowhere>"', "code lids: phrases: <nowhere> is not in words.toml"),
        ('id = "lids"', 'id = "a|b"', "an id is small letters, digits and _"),
        ('id = "lids"', 'id = "warns"', "code warns: coders know it as kind 'outcome'"),
        ("extends", "extend", "has an unknown key 'extend'; there are id, version, extends"),
        ('extends = "customer_service"', "", "has no genre 'experience'"),
        ('extends = "customer_service"', 'without = ["lid"]', "'without' lists ids of codes"),
        ("[[code]]", "[code]", "write each code under [[code]]"),
        ("[code.phrases]", "[code.phrases", "is not valid TOML"),
    ],
)
def test_a_codebook_that_cannot_be_used_is_refused_with_file_code_and_fault(
    rootfeed: Run, finished: Path, before: str, after: str, says: str
) -> None:
    assert before in OWN
    use(finished, OWN.replace(before, after))
    told = [rootfeed("code", finished), rootfeed("codebook", "check", finished.parent / "own.toml")]

    assert [status for status, _, _ in told] == [2, 2]
    assert all(str(finished.parent / "own.toml") in err and says in err for _, _, err in told)


def test_diff_tells_what_changed_and_how_many_posts_each_coder_codes_again(
    rootfeed: Run, finished: Path, own: Path, tmp_path: Path
) -> None:
    posts = next(iter(versions(finished).values()))
    told = tmp_path / "told.toml"
    told.write_text(OWN.replace("Came off.", "Fell off."), encoding="utf-8")

    def diff(*arguments: object) -> list[str]:
        status, out, _ = rootfeed("codebook", "diff", *arguments)
        assert status == 0
        return out.splitlines()

    assert diff("customer_service", own) == [
        "lids: added",
        *(f"{name}: every post to code again" for name in sorted(CODERS)),
        "llm: every post to code again",
    ]
    assert diff("customer_service", own, finished) == [
        "lids: added",
        f"{coders.DEFAULT}: {posts} of {posts} coded posts to code again",
    ]
    assert diff(own, told) == [
        "lids: changed in failed",
        *(f"{name}: no post to code again" for name in sorted(CODERS)),
        "llm: every post to code again",
    ]
    assert diff(own, told, finished)[1] == f"{coders.DEFAULT}: 0 of {posts} coded posts to code again"
    assert diff(own, own) == [
        "no code changed",
        *(f"{name}: no post to code again" for name in (*sorted(CODERS), "llm")),
    ]


def test_diff_lists_what_people_coded_by_words_that_changed(rootfeed: Run, finished: Path, tmp_path: Path) -> None:
    book = codebook.default()
    with opened(settings.load(finished), finished.parent) as space:
        entry = storing.scalar(space.store, sa.select(sa.func.min(CODINGS.c.entry)))
        coding = Coding("experience", "by hand", causes=(("effort", "failed"), ("honesty", "met")))
        rows.add_codings(space.store, "hand:ann", coders.hand_version(book), {entry: coding})
    new = tmp_path / "new.toml"
    new.write_text('id = "n"\nversion = "1"\nextends = "customer_service"\nwithout = ["effort"]\n', encoding="utf-8")
    found = json.loads(rootfeed("codebook", "diff", "customer_service", new, finished, "--json")[1])
    one = found["check_again"][0]

    assert found["changes"] == [{"code": "effort", "kind": "removed", "fields": [], "recodes": True}]
    assert (len(found["check_again"]), one["coder"], one["code"], one["level"]) == (1, "hand:ann", "effort", "failed")
    assert one["url"].startswith("http://")


def test_rows_are_coded_by_a_codebook_of_one_s_own(rootfeed: Run, tmp_path: Path, own: Path, finished: Path) -> None:
    path = tmp_path / "in.jsonl"
    text = "I rang customer service three times. The kettle is still broken and nobody ever called me back."
    path.write_text(json.dumps({"id": 1, "text": text}), encoding="utf-8")

    assert json.loads(rootfeed("code", path, "--codebook", own)[1])["causes"]["lids"] == "failed"
    assert "lids" not in json.loads(rootfeed("code", path)[1])["causes"]
    assert "a study names its own" in rootfeed("code", finished, "--codebook", own)[2]


def test_the_phrases_of_the_docs_find_what_they_are_said_to_find() -> None:
    section = DOCS.read_text(encoding="utf-8").split("## The language of phrases")[1].split("\n## ")[0]
    shown = re.findall(r'`([^`]+)` finds "([^"]+)"', section)

    assert len(shown) >= 8
    assert [(phrase, text) for phrase, text in shown if not pattern(phrase.replace("\\|", "|")).search(text)] == []


def test_the_fields_of_the_docs_are_those_of_a_code() -> None:
    section = DOCS.read_text(encoding="utf-8").split("## The fields of a code")[1].split("\n## ")[0]
    rows_of = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    keys = DOCS.read_text(encoding="utf-8").split("## The fields of a code")[0]

    assert {name for cell in rows_of for name in re.findall(r"`(\w+)`", cell)} == set(codebook.Code.__slots__)
    assert set(re.findall(r"^\| `\W*(\w+)", keys, re.M)) == set(codebook.KEYS)


def test_hypotheses_are_shown_checked_and_compared_without_a_word_of_coding_again(rootfeed: Run, own: Path) -> None:
    stated = (
        '[[hypothesis]]\nid = "H2"\nclaim = "Lids are told of."\ntest = "surplus"\ncauses = ["lids"]\nsmallest = 0.1\n'
    )
    own.write_text(OWN.replace("extends", 'without = ["courtesy"]\nextends') + "\n" + stated + 'source = "us"\n')
    book = codebook.parse(own.read_text(encoding="utf-8"))
    shown = rootfeed("codebook", "show", own)[1]
    status, _, err = rootfeed("codebook", "check", own)
    lines = rootfeed("codebook", "diff", "customer_service", own)[1].splitlines()

    assert "H2 (hypothesis)\n  claim: Lids are told of.\n  test: surplus, smallest difference of interest 0.1" in shown
    assert book.frozen in shown
    assert json.loads(rootfeed("codebook", "show", own, "--json")[1])["frozen"] == book.frozen
    assert (status, "H5 is not asked: there is no code courtesy" in err, "hypotheses: 7" in err) == (0, True, True)
    assert json.loads(rootfeed("codebook", "check", own, "--json")[1])["not_asked"] == {"H5": ["courtesy"]}
    assert "H2: changed in causes, claim, given, smallest, source and test" in [
        line.replace("caveat, ", "") for line in lines
    ]


def test_a_codebook_that_only_claims_otherwise_codes_nothing_again(rootfeed: Run, tmp_path: Path) -> None:
    path = tmp_path / "fewer.toml"
    path.write_text('id = "customer_service"\nversion = "1.1"\nextends = "customer_service"\nwithout = ["H5"]\n')
    told = json.loads(rootfeed("codebook", "diff", "customer_service", path, "--json")[1])

    assert (told["changes"], [one["code"] for one in told["hypotheses"]]) == ([], ["H5"])
    assert {one["again"] for one in told["coders"]} == {"none"}
