"""The coding sheet without a browser: its columns, its keys, and what must not stand in it."""

import csv
import io
from dataclasses import replace

from analysis import codebook
from reports import sheet
from reports.sheet import Item, Sheet

POSTS = [Item("p1", "The kettle", "It leaks."), Item("p2", "=1+1", "Somebody, somewhere\nsaid “no”.")]


def made() -> Sheet:
    return Sheet("kettles", "anna", codebook.default(), POSTS)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_each_cause_has_a_key_of_its_own_and_none_that_means_something_else() -> None:
    keys = sheet.keys(codebook.default())

    assert len(set(keys.values())) == len(keys) == 14
    assert not set(keys.values()) & set(sheet.TAKEN)


def test_a_sheet_names_neither_author_nor_blog_nor_any_prediction() -> None:
    heading = sheet.csv(made()).decode("utf-8-sig").splitlines()[0].split(",")

    assert not {"author", "blog", "url", "stratum", "probability"} & set(heading)
    assert all(
        cell == "" for row in rows(sheet.csv(made())) for name, cell in row.items() if name in ("genre", "reaction")
    )


def test_the_page_is_complete_in_itself() -> None:
    text = sheet.page(made())

    assert "default-src &#39;none&#39;" in text
    assert "http://" not in text and "https://" not in text
    assert sheet.page(made()) == text


def test_text_that_a_spreadsheet_would_run_is_guarded() -> None:
    assert [row["title"] for row in rows(sheet.csv(made()))] == ["The kettle", "'=1+1"]


def test_every_row_names_the_codebook_by_which_it_is_coded() -> None:
    other = replace(codebook.default(), version="2")

    assert {row["codebook"] for row in rows(sheet.csv(made()))} == {sheet.mark(codebook.default())}
    assert sheet.mark(other) != sheet.mark(codebook.default())


def test_causes_beyond_the_alphabet_have_no_key_and_still_a_place() -> None:
    book = codebook.default()
    cause = book.of("secondary")[0]
    many = replace(book, codes=(*book.codes, *(replace(cause, id=f"more_{n}") for n in range(9))))

    assert list(sheet.keys(many).values()).count("") == 7
    assert "more_8" in sheet.columns(many) and "f-more_8" in sheet.page(replace(made(), book=many))
