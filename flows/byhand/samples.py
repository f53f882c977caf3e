"""Samples of a study's posts for hand coding: drawn once, kept in the store with every post's chance, used again."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.checks import sampling
from analysis.checks.adjudication import EXPERIENCE
from analysis.coding import Coding
from extract.sameness import duplicates
from flows.byhand import drawn
from flows.coding import coders
from flows.database import rows
from flows.database import store as storing
from flows.database.schema import POSTS, SAMPLES
from flows.errors import TooLittleData, UsageError
from flows.reporting.frames import matching_posts
from flows.workspace import Workspace

USUAL = 200  # posts of a sample; alpha of a code in 30 % of as many experiences is then sure to .10
BLIND = 16  # hexadecimal digits of an entry's name on a sheet


@dataclass(frozen=True)
class Sample:
    """One draw: the posts drawn, every post's chance, and what the study's coder makes of the posts."""

    seed: int
    size: int
    drawn: Sequence[str]
    chances: dict[str, float]
    strata: dict[str, str]
    predicted: dict[str, Coding]

    @property
    def experiences(self) -> float:
        """How many experiences the draw is expected to hold, if the coder is right."""
        return sum(self.chances[post] for post, coding in self.predicted.items() if coding.genre == EXPERIENCE)

    @property
    def expected(self) -> dict[str, float]:
        """How many posts with each predicted code the draw is expected to hold."""
        found: dict[str, float] = defaultdict(float)
        for post, coding in self.predicted.items():
            for code in _codes(coding):
                found[code] += self.chances[post]
        return dict(sorted(found.items()))


def blind(entry: str) -> str:
    """The name of a post on a sheet. It begins with a letter, or a spreadsheet might read some as numbers."""
    return f"p{entry[:BLIND]}"


def draw(space: Workspace, predicted: dict[str, Coding], size: int | None, seed: int) -> Sample:
    """The sample of this seed, drawn now unless it is stored. Raises UsageError where it is stored with another size."""
    known = drawn.stored(space, seed) or _drawn(space, predicted, size or USUAL, seed)
    drawn_with = known[0]["size"]
    if size is not None and size != drawn_with:
        raise UsageError(
            f"the sample of seed {seed} was drawn with --size {drawn_with}; for more posts draw another with --seed {seed + 1}"
        )
    return Sample(
        seed=seed,
        size=drawn_with,
        drawn=sorted(row["entry"] for row in known if row["drawn"]),
        chances={row["entry"]: row["probability"] for row in known},
        strata={row["entry"]: row["stratum"] for row in known},
        predicted={row["entry"]: predicted[row["entry"]] for row in known if row["entry"] in predicted},
    )


def _drawn(space: Workspace, predicted: dict[str, Coding], size: int, seed: int) -> list[storing.Row]:
    """Draw and store. Every post of the frame is stored, so that later samples can be weighed together with this one."""
    if not predicted:
        raise TooLittleData("no coded posts to draw from; run first: rootfeed code STUDY.toml")
    frame = sampling.chances({post: _codes(coding) for post, coding in predicted.items()}, size)
    taken = {one.post for one in sampling.draw(frame, seed)}
    key = {"study": space.study.name, "query": space.study.query, "seed": seed, "size": size}
    stamped = {**key, "made": storing.now(), "version": storing.VERSION}
    made: list[storing.Row] = [
        {
            **stamped,
            "entry": one.post,
            "probability": one.chance,
            "stratum": one.stratum,
            "drawn": int(one.post in taken),
        }
        for one in frame
    ]
    storing.upsert(space.store, SAMPLES, made)
    return made


def _codes(coding: Coding) -> list[str]:
    return [cause for cause, _ in coding.causes] + list(coding.outcomes)


def predictions(space: Workspace) -> dict[str, Coding]:
    """What the study's coder, or the default one where people code, says of each different post of the study."""
    if space.study.coder == coders.HAND:
        space = replace(space, study=space.study.model_copy(update={"coder": coders.DEFAULT}))
    found = matching_posts(space)
    copies = duplicates.groups([(row["entry"], row["text"]) for row in found])
    return {row["entry"]: rows.coding_of(row["coding"]) for row in found if copies[row["entry"]] == row["entry"]}


def posts(space: Workspace, entries: Sequence[str]) -> dict[str, storing.Row]:
    """The readable posts among entries."""
    found = storing.by_ids(space.store, POSTS, "entry", entries)
    return {row["entry"]: row for row in found if row["outcome"] == "post"}
