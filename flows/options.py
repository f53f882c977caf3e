"""Options of single commands, and the types of their values. Light: `rootfeed --help` imports nothing else."""

import argparse
from datetime import date
from pathlib import Path

FORMATS = (
    "csv",
    "parquet",
    "jsonl",
    "datapackage",
    "refi",
    "labelstudio",
    "taguette",
    "concordance",
    "cooccurrence",
)
ROWS = ("jsonl", "csv")
KEEPABLE = ("titles", "texts", "quotes")
FORGETTING = {
    "copies": "copies of the posts under other addresses, too",
    "reports": "take reports and exports that hold them away, too",
    "dry-run": "print what would go, change nothing",
}
SIDES = ("told", "complaints", "praise")


def path(text: str) -> Path:
    """A path that is not empty."""
    if not text:
        raise argparse.ArgumentTypeError("an empty path")
    return Path(text)


def day(text: str) -> date:
    """A day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day, such as 2026-11-22") from None


def count(text: str) -> int:
    """A whole number above 0."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 10**9:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above 0")
    return int(text)


def texts(command: argparse.ArgumentParser) -> None:
    """Those of `code` and `read`: where rows go, and which columns hold what."""
    command.add_argument("--out", type=path, metavar="FILE", help="where rows go; default stdout")
    command.add_argument("--format", choices=ROWS, help="default: by the ending of --out, else jsonl")
    for name in ("id", "title", "text"):
        command.add_argument(f"--{name}", metavar="COLUMN", help=f"the column or key that holds it (default: {name})")


def export(command: argparse.ArgumentParser) -> None:
    """Those of `export`."""
    command.add_argument("--format", choices=FORMATS, help="needed, but for --pseudonymous, which is csv if not told")
    command.add_argument("--pseudonymous", action="store_true", help="tables to publish, in which nobody is named")
    command.add_argument("--keep", nargs="+", choices=KEEPABLE, default=[], help="with --pseudonymous: what stays")
    command.add_argument(
        "--blind", action="store_true", help="refi, labelstudio: the posts of the hand sample, without anybody's codes"
    )
    command.add_argument("--seed", type=count, default=1, help="with --blind: the sample, and its order (default: 1)")


def forget(command: argparse.ArgumentParser) -> None:
    """Those of `forget`."""
    command.add_argument("what", nargs="+", metavar="URL-or-SITE", help="https://blog.example/post, or blog.example")
    for flag, text in FORGETTING.items():
        command.add_argument(f"--{flag}", action="store_true", help=text)


def compare(command: argparse.ArgumentParser) -> None:
    """Those of `compare`."""
    command.add_argument("study", type=path, metavar="STUDY.toml")
    command.add_argument("other", type=path, nargs="?", metavar="OTHER.toml", help="the study to compare with")
    command.add_argument(
        "--query", action="append", default=[], metavar="Q", help="compare queries of one study; may stand twice"
    )
    command.add_argument("--side", choices=SIDES, default="told", help="what is counted of a cause (default: told)")
    command.add_argument("--out", type=path, metavar="FILE.csv", help="the table as CSV, all sides")
