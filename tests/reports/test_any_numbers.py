"""Whatever the numbers are, no sentence says more than they hold."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from test_claims import everything

from reports.claimed import claims
from reports.page import Report

SHARE = st.floats(0, 1)


def bounds(size: int) -> st.SearchStrategy[list[tuple[float, ...]]]:
    """Rows of low, share, high."""
    return st.lists(st.tuples(SHARE, SHARE, SHARE).map(lambda row: tuple(sorted(row))), min_size=size, max_size=size)


ANY = settings(max_examples=25, deadline=None)


@ANY
@given(
    rows=bounds(5),
    held=st.lists(SHARE, min_size=5, max_size=5),
    wide=st.lists(st.integers(0, 2), min_size=5, max_size=5),
)
def test_no_numbers_make_a_ranking_say_more_than_they_hold(
    report: Report, rows: list[tuple[float, ...]], held: list[float], wide: list[int]
) -> None:
    low, share, high = (list(column) for column in zip(*rows, strict=True))
    cells = {"low": low, "share": share, "high": high}
    drawn = replace(
        report,
        ranked=report.ranked.assign(
            held=held,
            rank_high=lambda frame: frame["rank"] + wide,
            **cells,
            **{f"complaint_{name}": cells[name] for name in cells},
        ),
    )
    headline, summary, title = claims.headline(drawn), claims.summary(drawn), claims.complaints(drawn)
    top = max(range(5), key=lambda row: (share[row], -row))

    assert ("one question" in headline.lower()) == (held[0] >= 0.95 and not wide[0])
    assert headline.startswith("More than half") <= (low[0] > 0.5)
    assert ("clear of" in summary) <= (low[0] > max(high[1:4]) and held[0] >= 0.95 and not wide[0])
    assert ("most common complaint" in title) <= (low[top] > max(high[:top] + high[top + 1 :]))
    assert claims.firmness(drawn).startswith("No rank") == (min(wide[:4]) > 0)


@ANY
@given(rows=bounds(5), posts=st.lists(st.integers(0, 90), min_size=5, max_size=5))
def test_no_numbers_put_courtesy_at_the_extremes_unless_both_are_clear(
    report: Report, rows: list[tuple[float, ...]], posts: list[int]
) -> None:
    low, _, high = (list(column) for column in zip(*rows, strict=True))
    drawn = replace(report, courtesy=report.courtesy.assign(low=low, high=high, posts=posts))
    clear = min(low[0], low[4]) > max(high[1:4]) and min(posts) >= 30

    assert ("mainly" in claims.courtesy(drawn)) == clear
    assert (claims.extremes(drawn) == "Courtesy is noticed at the extremes") == clear


@ANY
@given(rows=bounds(3), total=st.integers(0, 90), posts=st.lists(st.integers(0, 90), min_size=3, max_size=3))
def test_no_numbers_name_one_delight_unless_it_is_clear(
    report: Report, rows: list[tuple[float, ...]], total: int, posts: list[int]
) -> None:
    low, _, high = (list(column) for column in zip(*rows, strict=True))
    drawn = replace(report, delight=report.delight.assign(low=low, high=high, total=total, posts=posts))
    said = claims.delight(drawn)

    assert ("one thing" in said) <= (total >= 30 and max(posts) > 0)
    assert said.startswith(claims.TOO_FEW) == (total < 30)
    if "one thing" in said:
        most = max(range(3), key=lambda row: low[row])
        assert low[most] > max(high[:most] + high[most + 1 :])


@ANY
@given(count=st.integers(0, 29), rows=bounds(5), held=SHARE)
def test_no_numbers_make_under_thirty_posts_speak(
    make: Callable[[int], Report], count: int, rows: list[tuple[float, ...]], held: float
) -> None:
    few = make(count)
    low, share, high = zip(*rows, strict=True)
    said = everything(replace(few, ranked=few.ranked.assign(low=low, share=share, high=high, held=held)))

    assert not any(word in said for word in ("most about", "clear", "mainly", "comes up most", "half", "of 100"))
