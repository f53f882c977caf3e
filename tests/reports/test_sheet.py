"""The coding sheet in a real browser: coded by keyboard, nothing lost, and the CSV is the sheet's own."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from analysis import codebook
from flows.byhand import sheets, tables
from flows.byhand.samples import blind
from reports import sheet
from reports.sheet import Item, Sheet

TEXT = (
    "The kettle leaks. I waited fifty minutes.\n\nOn Thursday, a new one came, as promised. 🫖 I will buy there again."
)
FORMULA = '=HYPERLINK("http://a.example")'
HOSTILE = (
    "</script><script>window.hacked=1</script><img src=x onerror='window.hacked=1'>\u2028<!-- & &amp; "
    '<div id="form">\'"`{{ 7*7 }}</div>'
)
WAITED = "I waited fifty minutes."


def made(items: list[Item] | None = None) -> Sheet:
    posts = items or [Item("p1", "The kettle", TEXT), Item("p2", FORMULA, "Somebody told me."), Item("p3", "", HOSTILE)]
    return Sheet("kettles <b>", "anna", codebook.default(), posts)


def select(page: Page, words: str) -> None:
    """Select words of the post as a mouse would."""
    page.evaluate(
        """words => {
          const box = document.getElementById("post"), walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            const at = node.data.indexOf(words);
            if (at >= 0) { getSelection().setBaseAndExtent(node, at, node, at + words.length); return; }
          }
          throw new Error("no such words: " + words);
        }""",
        words,
    )


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def downloaded(page: Page) -> bytes:
    with page.expect_download() as waiting:
        page.click("#save")
    return Path(waiting.value.path()).read_bytes()


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def wrong(page: Page) -> list[str]:
    pixels = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [violation["id"] for violation in Axe().run(page).response["violations"]] + [f"{pixels} px"] * (pixels > 0)


def test_an_untouched_page_downloads_the_very_sheet(visit: Callable[..., Page]) -> None:
    page = visit(sheet.page(made()))

    assert downloaded(page) == sheet.csv(made())
    assert page.inner_text("#ask") == "Downloaded sheet-anna.csv"


def test_two_posts_coded_by_keyboard_survive_a_reload_and_come_out_as_csv(visit: Callable[..., Page]) -> None:
    page = visit(sheet.page(made()))
    press(page, "1")
    select(page, WAITED)
    press(page, "t", "f")
    select(page, "On Thursday, a new one came, as promised. 🫖")
    press(page, "c", "m", "r", "4", "o", "3", "n", "4")
    assert page.inner_text("#count") == "2 of 3 coded"
    assert page.inner_text("#saved").startswith("Saved in this browser")
    page.reload()
    press(page, "p")

    assert page.inner_text("#count") == "2 of 3 coded"
    assert page.inner_text("#post mark >> nth=0") == WAITED
    first, second, third = rows(downloaded(page))
    assert first["post"] == "p1" and first["text"] == TEXT
    assert (first["genre"], first["response_time"], first["commitments"], first["reaction"], first["stays"]) == (
        "experience", "failed", "met", "1", "yes",
    )  # fmt: skip
    assert first["response_time_words"] == WAITED
    assert first["commitments_words"] == "On Thursday, a new one came, as promised. 🫖"
    assert (second["genre"], second["reaction"], second["title"]) == ("news", "", "'" + FORMULA)
    assert third["genre"] == ""


def test_what_was_coded_on_the_page_can_be_imported(visit: Callable[..., Page], tmp_path: Path) -> None:
    entries = {"a" * 32: ("The kettle", TEXT), "b" * 32: (FORMULA, "- Somebody told me."), "c" * 32: ("", HOSTILE)}
    page = visit(sheet.page(made([Item(blind(entry), *post) for entry, post in entries.items()])))
    press(page, "1")
    select(page, WAITED)
    press(page, "t", "f")
    select(page, "as promised. 🫖 I will")
    press(page, "c", "e", "r", "1", "o", "4", "n", "1")
    select(page, "- Somebody")
    press(page, "h", "m", "r", "5")
    file = tmp_path / "sheet-anna.csv"
    file.write_bytes(downloaded(page))
    found = sheets.check(tables.read(file), codebook.default(), entries)
    first, second = found.codings["a" * 32], found.codings["b" * 32]

    assert (found.mistakes, found.uncoded, found.bare) == ([], 1, 0)
    assert first.causes == (("commitments", "exceeded"), ("response_time", "failed"))
    assert (first.reaction, first.outcomes, second.reaction) == (-2, ("leaves",), 2)
    assert {item.code: TEXT[item.start : item.end] for item in first.evidence} == {
        "commitments": "as promised. 🫖 I will",
        "response_time": WAITED,
    }
    assert [item.quote for item in second.evidence] == ["- Somebody"]


def test_undo_takes_back_step_by_step_and_goes_to_the_post(visit: Callable[..., Page]) -> None:
    page = visit(sheet.page(made()))
    press(page, "1", "t", "f", "n", "3", "u")
    assert page.inner_text("#where").startswith("Post 2 of 3 · not coded")
    press(page, "u")
    assert page.inner_text("#where").startswith("Post 1 of 3")
    press(page, "u", "u")

    assert rows(downloaded(page))[0]["genre"] == ""
    assert page.inner_text("#count") == "0 of 3 coded"


def test_a_half_coded_post_is_named_and_found_again(visit: Callable[..., Page]) -> None:
    page = visit(sheet.page(made()))
    press(page, "1", "s", "m", "n", "2", "n", "2")
    assert "reaction" not in page.inner_text("#where")
    press(page, "Shift+N")
    assert page.inner_text("#where") == "Post 1 of 3 · reaction missing"
    downloaded(page)

    assert page.inner_text("#ask") == "Downloaded, but half coded: post 1"


def test_words_can_be_added_and_removed_by_pointer(visit: Callable[..., Page]) -> None:
    page = visit(sheet.page(made()), 390)
    page.click("#f-genre >> text=A customer's own story")
    select(page, WAITED)
    page.click("#f-response_time .add")
    page.click("#f-response_time >> text=failed")
    assert rows(downloaded(page))[0]["response_time_words"] == WAITED
    page.click("#f-response_time >> text=Remove")

    assert rows(downloaded(page))[0]["response_time_words"] == ""
    assert rows(downloaded(page))[0]["response_time"] == "failed"


def test_what_is_no_experience_loses_what_was_coded_of_it(visit: Callable[..., Page]) -> None:
    page = visit(sheet.page(made()))
    press(page, "1", "s", "m", "r", "1", "2")

    assert not page.is_visible("#story")
    assert {rows(downloaded(page))[0][name] for name in ("resolution", "reaction")} == {""}


def test_letters_in_the_notes_and_with_the_keys_off_code_nothing(visit: Callable[..., Page]) -> None:
    page = visit(sheet.page(made()))
    press(page, "1")
    page.fill("#notes", "")
    page.type("#notes", "tf 2, n")
    press(page, "Escape", "?")
    page.uncheck("#listen")
    press(page, "2", "n")
    first = rows(downloaded(page))[0]

    assert (first["genre"], first["notes"], first["response_time"]) == ("experience", "tf 2, n", "")
    assert page.inner_text("#where").startswith("Post 1")


def test_a_browser_that_stores_nothing_is_told(visit: Callable[..., Page]) -> None:
    page = visit(sheet.page(made()))
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full'); }; }")
    press(page, "1")

    assert page.inner_text("#saved").startswith("NOT saved")
    assert rows(downloaded(page))[0]["genre"] == "experience"
    page.evaluate("window.addEventListener('beforeunload', event => event.stopImmediatePropagation(), true)")


def test_what_a_browser_kept_wrongly_is_told_and_the_sheet_begins_anew(visit: Callable[..., Page]) -> None:
    page = visit(sheet.page(made()))
    press(page, "1")
    page.evaluate("localStorage.setItem(Object.keys(localStorage).find(name => name.startsWith('rootfeed')), '{half')")
    page.reload()

    assert "cannot be read" in page.inner_text("#saved")
    assert page.inner_text("#where") == "Post 1 of 3 · not coded"


def test_posts_are_text_and_nothing_else(visit: Callable[..., Page]) -> None:
    page = visit(sheet.page(made()))
    press(page, "n", "n", "1")
    select(page, "<script>")
    press(page, "t", "f")

    assert page.evaluate("window.hacked") is None
    assert page.text_content("#post") == HOSTILE
    assert page.locator("#post script, #post img").count() == 0
    assert "<img" not in sheet.page(made()) and "kettles <b>" not in sheet.page(made())


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_is_accessible_and_fits(visit: Callable[..., Page], width: int, theme: str) -> None:
    page = visit(sheet.page(made([Item("p1", "W" * 200, TEXT + "w" * 300)])), width, theme)
    press(page, "1", "?")
    select(page, WAITED)
    press(page, "t")
    assert wrong(page) == []
    press(page, "f", "?", "k")
    assert wrong(page) == []
    page.set_viewport_size({"width": 1000, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 1000


def test_the_codebook_is_at_hand(visit: Callable[..., Page]) -> None:
    page = visit(sheet.page(made()))
    press(page, "1", "c")
    card = page.inner_text(".card:visible")
    code = next(code for code in codebook.default().codes if code.id == "commitments")

    assert all(
        part in card for part in (code.definition, code.use_when, code.avoid_when, code.failed, code.examples[0][1])
    )
    press(page, "k")
    assert page.locator(".card:visible").count() == len(codebook.default().codes)
