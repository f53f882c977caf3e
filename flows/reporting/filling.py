"""Frames of very many rows, made a part at a time: as Python's objects rows take several times the memory of a frame."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa

AT_ONCE = 10_000  # rows held as objects


@dataclass
class Filling:
    """A frame to be of these columns, of which some are given a type; the others have that of their values."""

    columns: Sequence[str]
    kinds: Mapping[str, str] = field(default_factory=dict)
    rows: list[tuple[object, ...]] = field(default_factory=list)
    parts: list[pa.Table] = field(default_factory=list)

    def add(self, rows: Iterable[tuple[object, ...]]) -> None:
        """Put rows below those that are there."""
        self.rows.extend(rows)
        if len(self.rows) >= AT_ONCE:
            self._part()

    def frame(self) -> pd.DataFrame:
        """All rows, numbered from 0: to the byte the frame that would have been made of them at once. To be asked for once."""
        if not self.parts:
            return self._framed()
        self._part()
        whole = pa.concat_tables(self.parts, promote_options="permissive")
        self.parts.clear()
        # In pieces a column would be written to other bytes; all of them put together at once would be held three times.
        return pd.DataFrame(
            {name: whole.select([name]).combine_chunks().to_pandas()[name] for name in whole.column_names}
        )

    def _part(self) -> None:
        if self.rows:
            self.parts.append(pa.Table.from_pandas(self._framed(), preserve_index=False))
            self.rows.clear()

    def _framed(self) -> pd.DataFrame:
        return pd.DataFrame(self.rows, columns=list(self.columns)).astype(dict(self.kinds))
