"""The gate itself: it sees a coder that got worse, and a floor once raised does not sink silently."""

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.coding import Coding
from tests.gate import floors, samples
from tests.gate.__main__ import main
from tests.gate.figures import NAMES, figures
from tests.gate.floors import Floors, Refused

KEY = ("posts", "default")
GOOD = dict.fromkeys(NAMES, 0.8)
FLOORS = floors.revised(floors.NONE, {KEY: GOOD}, {"posts": "a1"}, "")
SUNK = GOOD | {"core_alpha_min": 0.7}
TOLD = "# Changelog\n\n## 2.0\n\n- Floor of posts.default.core_alpha_min to 0.690: irony is left to people.\n\n## 1.0\n"


def told(genre: str, reaction: int | None = None, **causes: str) -> Coding:
    return Coding(genre, "", tuple(sorted(causes.items())), reaction)


def test_figures_of_four_posts_are_those_worked_out_by_hand() -> None:
    truth = {
        "a": told("experience", -2, resolution="failed", commitments="failed", response_time="failed"),
        "b": told("experience", 1, resolution="met"),
        "c": told("experience", -1, resolution="failed", response_time="met"),
        "d": told("news"),
    }
    said = truth | {"c": told("experience", 1, resolution="mixed"), "d": told("experience", 0, courtesy="met")}
    found = figures(truth, said)

    # Nominal alpha = 1 - (n - 1) (n - sum of o_cc) / (n^2 - sum of n_c^2), n = 8 values of four posts, 6 of three.
    assert found["experience_alpha"] == pytest.approx(1 - 7 * 2 / (64 - 49 - 1))
    assert found["genre_alpha"] == found["experience_alpha"]
    presence = 1 - 5 * 2 / (36 - 9 - 9)  # of response_time: three told, three not, one post apart
    assert found["core_alpha_min"] == pytest.approx(presence)
    signs = [1 - 5 * 2 / (36 - 9 - 4 - 1), 1.0, 1 - 5 * 2 / (36 - 4 - 1 - 9)]
    assert found["core_sign_alpha_mean"] == pytest.approx(sum(signs) / 3)
    assert found["core_level_alpha_mean"] == pytest.approx(sum(signs) / 3)
    assert found["reaction_sign"] == pytest.approx(2 / 3)
    assert found["reaction_alpha"] == pytest.approx(
        1 - 5 * 8 / 136
    )  # 136: sum of squared differences of all ordered pairs


def test_a_coder_does_not_better_itself_by_abstaining() -> None:
    truth = {key: post.truth for key, post in samples.samples("posts").items()}
    said = samples.said(*KEY)
    shy = {key: replace(one, abstained=("genre", "resolution", "commitments")) for key, one in said.items()}

    assert figures(truth, shy) == figures(truth, said)


@pytest.mark.parametrize(
    ("figure", "worse"),
    [
        ("experience_alpha", {"genre": "other", "causes": (), "reaction": None}),
        ("core_alpha_min", {"causes": (("commitments", "failed"), ("response_time", "failed"))}),
        ("reaction_sign", {"reaction": 2}),
    ],
)
def test_a_coder_that_fails_on_every_third_post_sinks(figure: str, worse: dict[str, object]) -> None:
    truth = {key: post.truth for key, post in samples.samples("posts").items()}
    said = dict(samples.said(*KEY))
    for key in sorted(said)[::3]:
        said[key] = replace(said[key], **worse)  # type: ignore[arg-type]
    measured = figures(truth, said)
    low = floors.sunk(floors.read(), KEY, measured)
    least = floors.read().least[KEY][figure]

    assert f"posts.default.{figure} is {measured[figure]:.3f}, below its floor {least:.3f}" in low


def test_a_figure_that_cannot_be_told_is_below_its_floor() -> None:
    gone = GOOD | {"reaction_alpha": float("nan")}

    assert floors.sunk(FLOORS, KEY, gone) == ["posts.default.reaction_alpha is nan, below its floor 0.790"]
    with pytest.raises(Refused, match=r"^posts.default.reaction_alpha cannot be told$"):
        floors.revised(FLOORS, {KEY: gone}, {}, TOLD, sinking=True)


def test_floors_rise_with_what_is_measured_and_not_within_the_margin() -> None:
    better = GOOD | {"genre_alpha": 0.9, "core_alpha_min": 0.795}
    new = floors.revised(FLOORS, {KEY: better}, {"posts": "a1"}, "")

    assert new.least[KEY] == dict.fromkeys(NAMES, 0.79) | {"genre_alpha": 0.89}


def test_what_was_not_measured_keeps_its_floor() -> None:
    other = ("gold", "rules")
    new = floors.revised(FLOORS, {other: GOOD}, {"gold": "b2"}, "")

    assert new == Floors({"posts": "a1", "gold": "b2"}, {**FLOORS.least, other: FLOORS.least[KEY]})


def test_a_floor_does_not_sink_unasked() -> None:
    with pytest.raises(
        Refused, match=r"^posts.default.core_alpha_min would become 0.690\n.* without --allow-regression"
    ):
        floors.revised(FLOORS, {KEY: SUNK}, {}, TOLD)


@pytest.mark.parametrize(
    "changelog",
    [
        "",
        "# Changelog\n\n## 2.1\n\n- Nothing.\n" + TOLD.removeprefix("# Changelog\n"),  # told for an older version
        TOLD.replace("0.690", "0.720"),  # told of another sinking
        TOLD.replace("posts.", "gold."),
    ],
)
def test_a_floor_does_not_sink_untold(changelog: str) -> None:
    with pytest.raises(Refused, match=r"no line .* names posts.default.core_alpha_min and 0.690"):
        floors.revised(FLOORS, {KEY: SUNK}, {}, changelog, sinking=True)


def test_a_floor_sinks_asked_and_told_and_no_other_with_it() -> None:
    new = floors.revised(FLOORS, {KEY: SUNK | {"genre_alpha": 0.795}}, {}, TOLD, sinking=True)

    assert new.least[KEY] == dict.fromkeys(NAMES, 0.79) | {"core_alpha_min": 0.69}


def test_posts_do_not_change_untold() -> None:
    note = "## 2.0\n- posts of posts are now c3: ten stories of parcels came in."
    with pytest.raises(Refused, match=r"^posts of posts would become c3"):
        floors.revised(FLOORS, {KEY: GOOD}, {"posts": "c3"}, note)

    assert floors.revised(FLOORS, {KEY: GOOD}, {"posts": "c3"}, note, sinking=True).digests == {"posts": "c3"}


def test_a_floor_lowered_by_hand_breaks_the_seal(tmp_path: Path) -> None:
    file = tmp_path / "floors.toml"
    file.write_text(floors.written(FLOORS))

    assert floors.read(file) == FLOORS
    file.write_text(floors.written(FLOORS).replace("core_alpha_min = 0.790", "core_alpha_min = 0.690"))
    lowered = floors.read(file)
    assert not lowered.sealed
    with pytest.raises(Refused, match=r"changed by hand"):
        floors.revised(lowered, {KEY: SUNK}, {}, TOLD, sinking=True)


def test_the_command_writes_floors_once_and_refuses_to_lower_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, changelog = tmp_path / "floors.toml", tmp_path / "CHANGELOG.md"
    changelog.write_text(TOLD)
    assert main(["--update"], file, changelog) == 0
    first = floors.read(file)
    assert main(["--update"], file, changelog) == 0
    assert floors.read(file) == first
    high = floors.written(replace(first, least={**first.least, KEY: dict.fromkeys(NAMES, 0.999)}))
    file.write_text(high)
    assert main([], file, changelog) == 1
    assert main(["--update", "--allow-regression"], file, changelog) == 1

    assert file.read_text() == high
    assert "posts.default.core_alpha_min is " in capsys.readouterr().err
