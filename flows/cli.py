"""The command line: `rootfeed COMMAND`. Data to stdout, messages to stderr.

Exit codes: 0 ok, 1 failed, 2 bad usage or configuration, 3 finished but some feeds failed, 4 too little data,
130 interrupted.
"""

import argparse
import io
import signal
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

from flows import stopping

FAILED, USAGE, TOO_LITTLE, INTERRUPTED = 1, 2, 4, 130
STOPPING = (signal.SIGINT, signal.SIGTERM)
REPAIR = "what is stored stays valid; free space or mend the access, then run the same command again"
Commands = Any  # argparse's own type for the result of add_subparsers is private


def _path(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("an empty path")
    return Path(text)


def parser() -> argparse.ArgumentParser:
    """Every command with its options. Light on purpose: `--help` must not import the libraries."""
    top = argparse.ArgumentParser(prog="rootfeed", description="From a keyword to ranked root causes, with evidence.")
    top.add_argument("--version", action="version", version=f"rootfeed {version('rootfeed')}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _study_commands(commands)
    _other_commands(commands)
    for command in commands.choices.values():
        command.add_argument("--json", action="store_true", help="the result as JSON on stdout")
    return top


def _study_commands(commands: Commands) -> None:
    run = _on_study(commands, "run", "collect, extract, code and report")
    run.add_argument("--query", help="another query for this run")
    run.add_argument("--offline", action="store_true", help="use what is stored, ask nobody")
    _on_study(commands, "collect", "ask the feeds and fetch the pages")
    _on_study(commands, "extract", "make posts of the pages")
    code = commands.add_parser("code", help="code a study's posts, or rows of JSON lines")
    code.add_argument("input", type=_path, help="STUDY.toml, or IN.jsonl with rows id, title, text")
    code.add_argument("--out", type=_path, help="where coded JSON lines go; default stdout")
    code.add_argument("--coder", metavar="NAME", help="who codes; default as the study says")
    _on_study(commands, "report", "write the report from what is stored")
    export = _on_study(commands, "export", "posts, codings and evidence as files")
    export.add_argument("--format", choices=("csv", "parquet", "jsonl"), required=True)
    _on_study(commands, "status", "what is stored, which feeds answered")


def _on_study(commands: Commands, name: str, text: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=text)
    command.add_argument("study", type=_path, metavar="STUDY.toml")
    if name in ("run", "report", "export"):
        command.add_argument("--out", type=_path, help="folder for the results")
    return command


def _other_commands(commands: Commands) -> None:
    demo = commands.add_parser("demo", help="run the whole study on the sample blogosphere, without the network")
    demo.add_argument("--out", type=_path, default=Path("demo"), help="folder for study and report (default: demo)")
    init = commands.add_parser("init", help="write NAME.toml, a study file")
    init.add_argument("name")
    init.add_argument("--query", required=True)
    init.add_argument("--source", action="append", default=[], metavar="URL", help="a feed; may be repeated")
    init.add_argument("--search", action="append", default=[], metavar="NAME", help="a search feed, NAME or NAME@SITE")
    init.add_argument("--contact", default="", help="address or URL that tells bloggers who asks")
    read = commands.add_parser("read", help="extract the article text of saved HTML files (also .gz)")
    read.add_argument("paths", nargs="+", type=_path)
    read.add_argument("--out", type=_path, help="JSON lines; default stdout")
    sources = commands.add_parser("sources", help="feeds of a study; without one, the search feeds to choose from")
    sources.add_argument("action", choices=("list", "add", "import", "export"))
    sources.add_argument("study", type=_path, nargs="?", metavar="STUDY.toml")
    sources.add_argument("value", nargs="*", help="feed addresses to add, or OPML files to import")
    commands.add_parser("doctor", help="is this machine fit? (starts Prefect once, which takes seconds)")


class Interruption:
    """Ctrl-C or SIGTERM while this is entered ends in KeyboardInterrupt, whatever a library makes of it on the way."""

    def __enter__(self) -> None:
        """Listen."""
        stopping.WANTED.clear()
        self.before = {number: signal.signal(number, self._press) for number in STOPPING}

    def _press(self, *_: object) -> NoReturn:
        stopping.WANTED.set()
        raise KeyboardInterrupt

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        """Stop listening; an error after Ctrl-C is a consequence of it."""
        for number, handler in self.before.items():
            signal.signal(number, handler)
        if error is not None and stopping.WANTED.is_set():
            raise KeyboardInterrupt from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    options = parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # titles and addresses hold more than some terminals can show
            stream.reconfigure(errors="backslashreplace")
    try:
        with Interruption():
            return _run(options)
    except KeyboardInterrupt:
        return _say("interrupted; what is stored stays valid, run the same command to go on", INTERRUPTED)


def _run(options: argparse.Namespace) -> int:
    from sqlalchemy.exc import DBAPIError  # here, so that --help stays fast

    from extract.errors import StudyError
    from flows import commands
    from flows.errors import TooLittleData

    try:
        return commands.COMMANDS[options.command](options)
    except TooLittleData as error:
        return _say(error, TOO_LITTLE)
    except StudyError as error:
        return _say(error, USAGE)
    except BrokenPipeError:
        sys.stderr.close()
        return FAILED
    except (OSError, DBAPIError) as error:
        return _say(f"{_reason(error, _folder(options))}; {REPAIR}", FAILED)


def _folder(options: argparse.Namespace) -> Path:
    """Where the command was about to write."""
    study: Path | None = getattr(options, "study", None)
    return getattr(options, "out", None) or (study.parent if study else Path.cwd())


def _reason(error: Exception, folder: Path) -> str:
    """What an operating system or a database said, in one line."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or folder}: {error.strerror}"
    return f"store in {folder}: {getattr(error, 'orig', error)}".splitlines()[0]


def _say(message: object, status: int) -> int:
    print(f"rootfeed: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
