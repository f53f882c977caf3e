"""The codebook as Taguette imports it: a CSV file with the columns `tag` and `description`; a dot makes a branch of a tag."""

import pandas as pd

from analysis.codebook import Codebook
from reports import exports
from reports.interchange import project


def codebook(book: Codebook) -> bytes:
    """The labels of a codebook that can be put on words, as tags such as `Resolution.failed`."""
    rows = [
        (label.name.replace(".", "").replace(": ", "."), project.line(label.description))
        for label in project.labels(book)
        if label.parent
    ]
    return exports.csv({"tags": pd.DataFrame(rows, columns=["tag", "description"])})["tags.csv"]
