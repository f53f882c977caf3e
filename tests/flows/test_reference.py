"""docs/commands.md is what `rootfeed --help` and each command's `--help` say. `make docs` writes it anew."""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from flows import cli

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
HEAD = """# Commands

Every command with its arguments. Data go to stdout, messages to stderr; every command has `--json`.

Exit codes: 0 ok, 1 failed, 2 bad usage or configuration, 3 finished but some feeds or rows failed, 4 too little data, 5 faults
in a codebook, a report that is not borne out, or agreement below what was asked for, 130 interrupted.
"""


def commands(parser: argparse.ArgumentParser) -> Iterator[tuple[argparse.ArgumentParser, str]]:
    """Every command with what it is for, and behind it the commands of which it is made."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            said = {one.dest: one.help or "" for one in action._choices_actions}
            for name, one in action.choices.items():
                yield one, said.get(name, "")
                yield from commands(one)


def row(action: argparse.Action) -> str:
    """One argument as a row of a table."""
    held = (
        "{" + ",".join(map(str, action.choices)) + "}" if action.choices else str(action.metavar or action.dest.upper())
    )
    name = ", ".join(action.option_strings) or held
    if action.option_strings and action.nargs != 0:
        name += f" {held}" + (" ..." if action.nargs == "+" else "")
    said = (action.help or "").replace("|", "\\|")
    return f"| `{name}` | {said} |"


def told(parser: argparse.ArgumentParser, purpose: str) -> str:
    skipped = (argparse._HelpAction, argparse._SubParsersAction)
    rows = [row(one) for one in parser._actions if not isinstance(one, skipped) and one.dest != "json"]
    table = "\n".join(["| argument | |", "| --- | --- |", *rows, ""]) if rows else ""
    return f"## {parser.prog}\n\n{purpose}\n\n{table}"


def reference() -> str:
    return "\n".join([HEAD, *(told(one, purpose) for one, purpose in commands(cli.parser()))])


def test_the_reference_is_what_the_commands_say() -> None:
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(reference(), encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == reference(), "run: make docs"


def test_every_command_says_what_it_is_for() -> None:
    assert [one.prog for one, purpose in commands(cli.parser()) if not purpose] == []
