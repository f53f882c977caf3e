"""Edits told from what changes by itself, and the fuller of two texts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from extract.post import Entry
from extract.sameness import editions, merging
from extract.sameness.editions import Wording, words
from extract.sameness.identity import Known, survey
from extract.sameness.merging import Merged

TEXT = " ".join(f"word{n}" for n in range(60))
OWN = Entry("http://blog.example/feed", "1", "http://blog.example/p", "Kettle", "", None, "", f"<p>{TEXT}</p>", "", "")
PLANET = replace(OWN, feed="http://planet.example/rss", title="Jo: Kettle")


def merged(kept: Entry, found: Entry, earlier: tuple[str, ...] = (), owned: bool = True, before: str = "") -> Merged:
    """What becomes of an entry."""
    leads = kept.feed == found.feed
    pages = frozenset(["blog.example/p"])
    known = Known("k", kept, pages, here=leads, leads=leads, owned=owned)
    return merging.merged(known, survey([found])[0], before, earlier)


@pytest.mark.parametrize(
    "noise",
    [
        "<img src='http://pixel.example/1.gif' width='1' height='1'>",
        "<p>17 comments</p>",
        "<p>Comments (3)</p><p>1,204 views, 3 likes</p>",
        "<div class='feedflare'><a href='#'>Share this on every service</a></div>",
        "<div class='sharedaddy sd-sharing'>Share</div><div class='ad-banner'>Buy a kettle</div>",
        "<p>posted 3 hours ago</p><script>count(7)</script>",
        "\n\n  &nbsp; ",
    ],
)
def test_what_changes_by_itself_is_no_edition(noise: str) -> None:
    first = replace(OWN, summary=f"<p>{TEXT}</p><p>posted 2 days ago</p>" if "posted" in noise else OWN.summary)

    assert merged(first, replace(OWN, summary=OWN.summary + noise)) == Merged(None)


@pytest.mark.parametrize("change", [{"title": "The kettle"}, {"summary": f"<p>{TEXT.replace('word9 ', 'tea ')}</p>"}])
def test_a_changed_word_is_an_edition_and_the_earlier_state_is_kept(change: dict[str, str]) -> None:
    found = replace(OWN, **change)

    assert merged(OWN, found) == Merged(found, kept=Wording(OWN))


def test_a_number_in_the_text_is_no_counter() -> None:
    assert words("<p>I paid 20 euros</p>") != words("<p>I paid 30 euros</p>")
    assert words("<p>I waited 3 weeks</p>") != words("<p>I waited 4 weeks</p>")


def test_a_feed_that_now_gives_an_excerpt_takes_nothing_away() -> None:
    assert merged(OWN, replace(OWN, summary=f"<p>{' '.join(TEXT.split()[:25])} [...] Continue reading</p>")) == Merged(
        None
    )


def test_an_end_that_is_cut_off_a_little_is_an_edit() -> None:
    assert merged(OWN, replace(OWN, summary=f"<p>{' '.join(TEXT.split()[:50])}</p>")).kept


def test_the_fuller_of_two_feeds_texts_wins_whichever_comes_first() -> None:
    teaser = replace(OWN, summary=f"<p>{' '.join(TEXT.split()[:20])} ...</p>")
    teaser_first = merged(teaser, PLANET)
    teaser_last = merged(PLANET, teaser, owned=False)

    assert teaser_first.entry and teaser_last.entry
    assert (teaser_first.entry.summary, teaser_first.entry.title) == (OWN.summary, "Kettle")
    assert (teaser_last.entry.summary, teaser_last.entry.title) == (OWN.summary, "Kettle")
    assert not (teaser_first.kept or teaser_first.aside or teaser_last.kept or teaser_last.aside)


def test_a_snippet_of_several_pieces_is_no_edition() -> None:
    piece = TEXT.split()
    found = replace(PLANET, summary=f"<b>{' '.join(piece[5:15])}</b> ... {' '.join(piece[30:45])} ...")

    assert merged(OWN, found) == Merged(None)


def test_a_state_that_another_feed_still_shows_after_an_edit_is_no_news() -> None:
    edited = replace(OWN, summary=f"<p>{TEXT.replace('word9 ', '')} and more</p>")
    old = replace(PLANET, title="Kettle")

    assert merged(edited, PLANET, (Wording(old).digest,)) == Merged(None)


def test_an_author_may_go_back_to_an_earlier_state() -> None:
    edited = replace(OWN, summary=f"<p>{TEXT} and more</p>")

    assert merged(edited, OWN, (Wording(OWN).digest,)) == Merged(OWN, kept=Wording(edited))


def test_an_edit_that_shows_in_an_excerpt_is_kept_and_sends_to_the_page_again() -> None:
    teaser = replace(OWN, summary=f"<p>{' '.join(TEXT.replace('word9 ', 'tea ').split()[:20])} ...</p>")
    known = Known("k", PLANET, frozenset(["blog.example/p"]), here=True, owned=True)

    found = merging.merged(known, survey([teaser])[0], "blog.example/p", ())

    assert (found.aside, found.is_news) == (Wording(teaser), True)


def test_the_blog_s_own_feed_has_the_say_on_texts_that_differ() -> None:
    other = replace(PLANET, summary="<p>" + " ".join(f"other{n}" for n in range(90)) + "</p>")

    assert merged(OWN, other).entry is None
    assert merged(OWN, other).aside
    assert merged(other, OWN, owned=False).entry == OWN


def test_a_new_slug_is_taken_over_and_a_new_scheme_is_not() -> None:
    moved = merged(OWN, replace(OWN, url="http://blog.example/new"), before="blog.example/p").entry

    assert moved and moved.url == "http://blog.example/new"
    assert merged(OWN, replace(OWN, url="https://www.blog.example/p/?utm_source=x")).entry is None


def test_a_date_stays_unless_a_surer_is_told_or_there_is_none() -> None:
    day = datetime(2026, 3, 4, tzinfo=UTC)
    dated = replace(OWN, published=day, zone="assumed")
    bumped = replace(dated, published=day + timedelta(days=3))
    sure = replace(bumped, zone="stated")

    assert merged(OWN, dated).entry == dated
    assert merged(dated, bumped).entry is None
    assert merged(dated, sure).entry == sure


def test_a_hostile_tag_costs_no_minutes() -> None:
    assert words("<p " + "a=1 " * 200_000 + ">kettle</p>")[-1:] == ("kettle",)


def test_nothing_is_part_of_nothing_else() -> None:
    assert editions.is_part(Wording(replace(OWN, summary="")), Wording(OWN))
    assert not editions.is_part(Wording(OWN), Wording(replace(OWN, summary="")))
