"""What is handed to people: their sheets, written once, and beside them the sample with every post's chance."""

import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.checks import sampling
from analysis.checks.reliability import MINIMUM
from analysis.codebook import CAUSES, Codebook
from flows.byhand import samples
from flows.byhand.samples import Sample
from flows.errors import UsageError
from flows.reporting import results
from flows.workspace import Workspace
from reports import exports, sheet
from reports.wording import amount, listed

COMMON, RARE = 0.3, 0.08  # shares of the posts for which the command says how sure alpha will be


def sheets(space: Workspace, drawn: Sample, people: list[str]) -> list[Path]:
    """Write sheets and the sample beside the study; a sheet that somebody may have filled in is never written over."""
    out = space.folder / (f"{space.study.name}-hand" + (f"-{drawn.seed}" if drawn.seed != 1 else ""))
    posts = samples.posts(space, drawn.drawn)
    items = [sheet.Item(samples.blind(entry), row["title"], row["text"]) for entry, row in sorted(posts.items())]
    # Beside the folder, which is handed to people: a stratum says what the coder made of a post.
    written: dict[Path, bytes] = {out.with_name(f"{out.name}-sample.csv"): _sample_csv(space, drawn)}
    for person in people:
        place_of = order(len(items), f"{drawn.seed} {person}")
        one = sheet.Sheet(
            space.study.title or space.study.name, person, space.book, [items[place] for place in place_of]
        )
        written |= {out / one.file: sheet.csv(one), (out / one.file).with_suffix(".html"): sheet.page(one).encode()}
    for path, content in written.items():
        if path.name.startswith("sheet-") and path.suffix == ".csv" and path.exists() and path.read_bytes() != content:
            raise UsageError(f"{path}: holds something else than the sheet as drawn; import it or move it away first")
    for path, content in written.items():
        results.put(path, content)
    return list(written)


def order(count: int, seed: str) -> list[int]:
    """A random order that is the person's own (the seed names them), so that tiredness does not fall on the same posts."""
    number = int.from_bytes(sha256(seed.encode()).digest()[:8], "big")
    return [int(place) for place in np.random.default_rng(number).permutation(count)]


def _sample_csv(space: Workspace, drawn: Sample) -> bytes:
    rows = [
        (
            space.study.name,
            space.study.query,
            samples.blind(entry),
            drawn.chances[entry],
            drawn.strata[entry],
            drawn.seed,
        )
        for entry in drawn.drawn
    ]
    names = ["study", "query", "post", "probability", "stratum", "seed"]
    return exports.csv({"sample": pd.DataFrame(rows, columns=names)})["sample.csv"]


def widths(drawn: Sample, space: Workspace) -> dict[str, Any]:
    """What the sample will be good for, if the coder's guess of how many are experiences is right."""
    count = max(drawn.experiences, 1.0) if drawn.predicted else len(drawn.drawn)
    blogs = len({row["blog"] for row in samples.posts(space, drawn.drawn).values()})
    factor = sampling.clustering(len(drawn.drawn), blogs)
    found = {"experiences": round(drawn.experiences, 1), "blogs": blogs, "clustering": round(factor, 3)}
    for name, share in (("common", COMMON), ("rare", RARE)):
        found[f"alpha_half_width_{name}"] = round(sampling.alpha_half_width(count, share, factor=factor), 3)
        found[f"share_half_width_{name}"] = round(sampling.share_half_width(count, share, factor=factor), 3)
    return found


def explain(drawn: Sample, width: Mapping[str, Any], book: Codebook) -> None:
    """Say on stderr what was drawn and what it is good for."""
    count = len(drawn.drawn)
    common, rare = (f"±{width[f'alpha_half_width_{name}']:.2f}" for name in ("common", "rare"))
    shares = " and ".join(f"±{width[f'share_half_width_{name}']:.2f}" for name in ("common", "rare"))
    told = f"about {drawn.experiences:.0f} of them are experiences" if drawn.predicted else "not coded by this coder"
    lines = [
        f"{count} of {amount(len(drawn.chances), 'post')} drawn with seed {drawn.seed}; "
        f"{told}, from {amount(width['blogs'], 'blog')}",
        f"n = {count} gives alpha to about {common} for a code in 30 % of the experiences, {rare} for one in 8 %; "
        f"their shares to {shares}",
    ]
    few = [code.id for code in book.of(*CAUSES) if drawn.expected.get(code.id, 0.0) < MINIMUM]
    if few and drawn.predicted:
        lines.append(f"fewer than {MINIMUM} posts, too few to judge by, are expected with {listed(few)}")
    print("\n".join(lines), file=sys.stderr)
