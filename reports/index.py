"""The index: one page over all reports of a directory, each with its query, its day, what it found and its link.

As the report it asks the network for nothing, runs no script, and takes every text as a stranger's. Same reports, same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote as percent

from reports.html import environment, policed
from reports.wording import visible


@dataclass(frozen=True, slots=True)
class Listed:
    """One report. `path` leads from the index to its page, in parts, and is empty where there is no page.

    `causes` are the first of the ranking, each with its share in words; empty where too few posts tell of them. `headline`
    is "" where the report does not say.
    """

    study: str
    query: str
    as_of: date
    posts: int
    headline: str
    causes: tuple[str, ...]
    path: tuple[str, ...]

    @property
    def link(self) -> str:
        """The relative address. Each part is quoted, so that no name of a folder is read as a scheme or as a host."""
        return "/".join(percent(part.encode("utf-8", "surrogateescape"), safe="") for part in self.path)

    @property
    def name(self) -> str:
        """What the link says: the study, or the folder where it has no name."""
        folder = self.path[-2] if len(self.path) > 1 else "report"
        return visible(self.study) or visible(folder.encode("utf-8", "replace").decode())


def render(reports: Sequence[Listed]) -> str:
    """The page as HTML text, the newest report first, then by study, query and path."""
    style, _, policy = policed("style.css")
    ordered = sorted(reports, key=lambda one: (-one.as_of.toordinal(), one.study, one.query, one.path))
    template = environment().get_template("index.html")
    return template.render(policy=policy, style=style, reports=ordered) + "\n"
