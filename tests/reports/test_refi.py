"""REFI-QDA: what we write is valid, other programs read it, and what they write comes back character for character."""

import io
import os
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import programs
import pytest
import shared
from lxml import etree

from reports.interchange import coded, project, refi, refi_read

NAMES = {"p": refi.WHOLE}


def written(posts: int) -> tuple[etree._Element, dict[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(refi.qdpx(shared.project(posts)))) as files:
        held = {name: files.read(name) for name in files.namelist()}
    return etree.fromstring(held["project.qde"]), held


def test_a_thousand_posts_come_back_with_every_span() -> None:
    study = shared.project(1000)

    back = refi_read.read(refi.qdpx(study), study)

    assert back.left == ()
    for one in study.documents:
        for coder in study.coders:
            assert back.people[coder][one.number] == one.codings[coder]


def test_positions_point_at_the_same_words_in_the_written_texts() -> None:
    root, held = written(200)
    count = 0
    for source in root.iterfind(".//p:TextSource", NAMES):
        text = held["sources/" + source.get("plainTextPath").removeprefix("internal://")].decode("utf-8")
        assert "\r" not in text
        for selection in source.iterfind("p:PlainTextSelection", NAMES):
            words = text[int(selection.get("startPosition")) : int(selection.get("endPosition"))]
            assert project.line(words)[:60] == selection.get("name")
            count += 1
    assert count > 700


def test_names_of_codes_occur_once_and_guids_once() -> None:
    root, _ = written(20)
    names = [code.get("name") for code in root.iterfind(".//p:Code", NAMES)]
    guids = [one.get("guid") for one in root.iter() if one.get("guid")]

    assert len(names) == len(set(names))
    assert len(guids) == len(set(guids))


def test_the_same_study_gives_the_same_bytes() -> None:
    assert refi.qdpx(shared.project(20)) == refi.qdpx(shared.project(20))


def blind(posts: int) -> project.Project:
    return project.blind(shared.project(posts), range(posts, 0, -1))


def valid(whole: bytes) -> None:
    """Raises where a project is not what the official schema of REFI-QDA, which qualitative-coding carries, says."""
    path = next(
        programs.folder("qualitative-coding").glob("lib/*/site-packages/qualitative_coding/refi_qda/schema.xsd")
    )
    etree.XMLSchema(etree.parse(path)).assertValid(etree.fromstring(whole))


def test_projects_are_valid() -> None:
    _, held = written(50)
    _, empty = written(0)

    valid(held["project.qde"])
    valid(empty["project.qde"])
    valid(zipfile.ZipFile(io.BytesIO(refi.qdpx(blind(30)))).read("project.qde"))


def test_codebooks_are_valid() -> None:
    # There is no sound official schema of codebooks alone; that of projects holds the same elements.
    book = refi.qdc(shared.project(0)).split(b"?>")[1].replace(refi.BOOK.encode(), refi.WHOLE.encode())
    book = book.replace(b' origin="rootfeed"', b"")

    valid(b'<Project xmlns="%s" name="x">%s</Project>' % (refi.WHOLE.encode(), book))


def test_qualitative_coding_reads_what_we_write(tmp_path: Path) -> None:
    study = shared.project(30)
    (tmp_path / "s.qdpx").write_bytes(refi.qdpx(study))
    (tmp_path / "empty").mkdir()  # it imports into no other folder
    program = programs.folder("qualitative-coding") / "bin" / "qc"
    quiet = {**os.environ, "PYTHONBREAKPOINT": "0"}  # version 1.7.8 ships with a breakpoint
    for arguments in (["init", "--import", "../s.qdpx"], ["codes", "stats"]):
        done = subprocess.run(
            [program, *arguments], cwd=tmp_path / "empty", env=quiet, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr

    told = {line[:-8].strip(): int(line[-8:]) for line in done.stdout.splitlines() if line[-1:].isdigit()}
    passages = [
        (item.code, item.level)
        for one in study.documents
        for coding in one.codings.values()
        for item in project.passages(one, coding)
    ]
    for label in project.labels(study.book):
        if label.parent:
            # qc counts codings of lines: the same code twice on one line of one coder is one
            assert 0 <= told.get(label.name, 0) <= passages.count((label.code, label.level)), label.name
            assert bool(told.get(label.name)) == ((label.code, label.level) in passages), label.name


def test_qualitative_coding_reads_a_blind_project(tmp_path: Path) -> None:
    (tmp_path / "s.qdpx").write_bytes(refi.qdpx(blind(5)))
    (tmp_path / "empty").mkdir()
    program = programs.folder("qualitative-coding") / "bin" / "qc"
    quiet = {**os.environ, "PYTHONBREAKPOINT": "0"}
    done = subprocess.run(
        [program, "init", "--import", "../s.qdpx"], cwd=tmp_path / "empty", env=quiet, capture_output=True, timeout=120
    )

    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in (tmp_path / "empty" / "corpus").iterdir())
    assert [name[:13] for name in names] == [f"0000{place} Title-{6 - place}" for place in range(1, 6)]


def test_a_text_with_a_byte_order_mark_and_other_line_ends_keeps_its_places() -> None:
    study = shared.project(40)
    with zipfile.ZipFile(io.BytesIO(refi.qdpx(study))) as files:
        held = {name: files.read(name) for name in files.namelist()}
    again = {name: b"\xef\xbb\xbf" + content if name.endswith(".txt") else content for name, content in held.items()}

    back = refi_read.read(packed(again), study)

    assert all(back.people["jo"][one.number] == one.codings["jo"] for one in study.documents)


def packed(held: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as files:
        for name, content in held.items():
            files.writestr(name, content)
    return buffer.getvalue()


def test_a_post_is_known_by_its_text_where_a_program_gave_it_another_name() -> None:
    study = shared.project(5)
    other = replace(study, name="other")  # all its GUIDs are others

    back = refi_read.read(refi.qdpx(other), study)

    assert set(back.people["jo"]) == {1, 2, 3, 4, 5}


def test_what_is_not_ours_is_named_and_left() -> None:
    study = shared.project(3)
    fewer = replace(study, documents=study.documents[:2])

    back = refi_read.read(refi.qdpx(study), fewer)

    assert len(back.left) == 1 and "is no post of this study" in back.left[0]


BOMB = b'<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><Project xmlns="%s" name="&b;"/>'


@pytest.mark.parametrize(
    "content",
    [b"", b"no zip", packed({}), packed({"project.qde": b"<Project"}), packed({"a.txt": b"a"})],
    ids=["empty", "no zip", "no files", "cut", "no project"],
)
def test_what_is_no_project_is_refused(content: bytes) -> None:
    with pytest.raises(coded.InterchangeError, match="no REFI-QDA project"):
        refi_read.read(content, shared.project(1))


def test_entities_are_not_expanded() -> None:
    back = refi_read.read(packed({"project.qde": BOMB % refi.WHOLE.encode()}), shared.project(1))

    assert back.people == {}
