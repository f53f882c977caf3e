"""Which causes are told of together: as a table, and as a graph for Gephi, yEd, igraph or NetworkX (GraphML)."""

from itertools import combinations
from xml.etree import ElementTree as Xml

import pandas as pd

from analysis.codebook import CAUSES, Codebook

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
COLUMNS = ["cause", "other", "posts", "of_cause", "of_other", "jaccard", "lift"]
KEYS = (("name", "node", "string"), ("posts", "node", "int"), ("posts", "edge", "int"), ("lift", "edge", "double"))


def pairs(codings: pd.DataFrame, experiences: int, book: Codebook) -> pd.DataFrame:
    """One row a pair of causes in the order of the book, also those that never meet.

    `codings` has a row a (post, cause), `experiences` is how many posts could have told. `posts` counts posts with both,
    `of_cause` and `of_other` those with each; `jaccard` is both by either, `lift` how many times as often as chance would
    have it if neither knew of the other (1 for chance, missing where a cause is never told).
    """
    told = {code.id: set(codings.loc[codings["cause"] == code.id, "post"]) for code in book.of(*CAUSES)}
    rows = []
    for one, other in combinations(told, 2):
        both, either = len(told[one] & told[other]), len(told[one] | told[other])
        expected = len(told[one]) * len(told[other]) / experiences if experiences else 0.0
        shares = (both / either if either else None, both / expected if expected else None)
        rows.append((one, other, both, len(told[one]), len(told[other]), *shares))
    return pd.DataFrame(rows, columns=COLUMNS).astype({"jaccard": "Float64", "lift": "Float64"})


def graphml(table: pd.DataFrame, book: Codebook) -> bytes:
    """The pairs that meet as edges between causes, with how often and how much oftener than by chance."""
    root = Xml.Element("graphml", xmlns=GRAPHML)
    for name, owner, kind in KEYS:
        Xml.SubElement(root, "key", {"id": f"{owner}_{name}", "for": owner, "attr.name": name, "attr.type": kind})
    graph = Xml.SubElement(root, "graph", id="causes", edgedefault="undirected")
    counts = dict(zip(table["cause"], table["of_cause"], strict=True)) | dict(
        zip(table["other"], table["of_other"], strict=True)
    )
    for code in book.of(*CAUSES):
        node = Xml.SubElement(graph, "node", id=code.id)
        _data(node, "node", name=code.name, posts=str(counts.get(code.id, 0)))
    for row in table[table["posts"] > 0].itertuples():
        edge = Xml.SubElement(graph, "edge", source=str(row.cause), target=str(row.other))
        _data(edge, "edge", posts=str(row.posts), lift=repr(float(row.lift)))
    told: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return told


def _data(owner: Xml.Element, kind: str, **values: str) -> None:
    for name, value in values.items():
        Xml.SubElement(owner, "data", key=f"{kind}_{name}").text = value
