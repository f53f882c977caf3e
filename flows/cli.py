"""The command line: `rootfeed COMMAND`. Data to stdout, messages to stderr.

Exit codes: 0 ok, 1 failed, 2 bad usage or configuration, 3 finished but some feeds or rows failed, 4 too little data,
5 faults in a codebook, a report that its files do not bear out, or agreement below what was asked for, 130 interrupted.
"""

import argparse
import io
import resource
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_args

from extract.post import Profile
from flows import options, stopping
from flows.options import count as _count
from flows.options import path as _path

FAILED, USAGE, TOO_LITTLE, INTERRUPTED = 1, 2, 4, 130
LEAST = 768 << 20  # bytes of address space; with less the libraries of numbers do not start, and one waits for ever
REPAIR = "what is stored stays valid; free space or mend the access, then run the same command again"
SHIPPED = Path("customer_service")  # the codebook that ships
Commands = Any  # argparse's own type for the result of add_subparsers is private


def parser() -> argparse.ArgumentParser:
    """Every command with its options. Light on purpose: `--help` must not import the libraries."""
    top = argparse.ArgumentParser(prog="rootfeed", description="From a keyword to ranked root causes, with evidence.")
    top.add_argument("--version", action="version", version=f"rootfeed {version('rootfeed')}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _study_commands(commands)
    _collecting_commands(commands)
    _setting_up_commands(commands)
    _comparing_commands(commands)
    _tool_commands(commands)
    for command in (*commands.choices.values(), *_hand_commands(commands), *_codebook_commands(commands)):
        command.add_argument("--json", action="store_true", help="the result as JSON on stdout")
    return top


def _study_commands(commands: Commands) -> None:
    run = _on_study(commands, "run", "collect, extract, code and report")
    run.add_argument("--query", help="another query for this run")
    run.add_argument("--offline", action="store_true", help="use what is stored, ask nobody")
    run.add_argument("--dask", metavar="ADDRESS", help="on the workers of a Dask scheduler, such as tcp://host:8786")
    run.add_argument("--as-of", type=options.day, metavar="DATE", help="from the archive as it was on that day")
    _on_study(commands, "collect", "ask the feeds and fetch the pages")
    _on_study(commands, "extract", "make posts of the pages")
    code = commands.add_parser("code", help="code a study's posts, or texts of your own")
    code.add_argument("input", type=_path, help="STUDY.toml; or a file of rows, a folder of texts, or - for stdin")
    options.texts(code)
    code.add_argument("--coder", metavar="NAME", help="who codes; default as the study says")
    code.add_argument("--codebook", type=_path, metavar="FILE", help="codebook for rows; a study names its own")
    _on_study(commands, "report", "write the report from what is stored")
    options.export(_on_study(commands, "export", "posts, codings and evidence as files"))
    show = _on_study(commands, "show", "one post with the words that its codes rest on, and why")
    show.add_argument("post", metavar="POST", help="number in the run, address, or a part of title or address")
    show.add_argument("--coder", metavar="NAME", help="whose codes; default as the study says")
    status = _on_study(commands, "status", "what is stored, how the sources are and what to do")
    status.add_argument("--html", action="store_true", help="as a page, the worst source first")
    status.add_argument("--out", type=_path, metavar="FILE", help="the page; default: beside the study")
    pack = _on_study(commands, "pack", "the study as one file, from which another machine makes the same report")
    pack.add_argument("--out", type=_path, metavar="PACK.zip", help="default: NAME-pack.zip beside the study")
    widen = _on_study(commands, "widen", "words that the query lacks, and how many experiences each would add")
    widen.add_argument("--query", help="another query of which the posts are coded")
    verify = commands.add_parser("verify", help="compute every claim of a report again from the files beside it")
    verify.add_argument("report", type=_path, metavar="REPORT.html")


def _collecting_commands(commands: Commands) -> None:
    serve = _on_study(commands, "serve", "collect and code for weeks, each feed in its own rhythm; Ctrl-C ends")
    rounds = serve.add_mutually_exclusive_group()
    rounds.add_argument(
        "--cron", metavar="C", help="as a Prefect deployment that runs at these times (UTC); hears no hubs"
    )
    rounds.add_argument("--every", type=_count, metavar="MINUTES", help="least time between two rounds")
    serve.add_argument(
        "--pool", metavar="NAME", help="as a Prefect deployment for the workers of a work pool; hears no hubs"
    )
    serve.add_argument("--dask", metavar="ADDRESS", help="with --cron or --pool: on the workers of a Dask scheduler")
    serve.add_argument("--report", action="store_true", help="write the report once a day if there is news")
    history = _on_study(commands, "history", "find the posts that feeds hold no more")
    history.add_argument("--since", type=options.day, metavar="DATE", help="default: as the study says")
    history.add_argument("--limit", type=_count, metavar="N", help="requests for each feed in this run (default: 1000)")
    replay = _on_study(commands, "replay", "make the store again from the archive alone")
    replay.add_argument("--out", type=_path, metavar="STORE", help="a new file; default: in the place of the old store")
    options.forget(_on_study(commands, "forget", "take posts and sites out, and keep them out"))


def _on_study(commands: Commands, name: str, text: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=text)
    command.add_argument("study", type=_path, metavar="STUDY.toml")
    if name in ("run", "report", "export"):
        command.add_argument("--out", type=_path, help="folder for the results")
    return command


def _hand_commands(commands: Commands) -> list[argparse.ArgumentParser]:
    hand = commands.add_parser("hand", help="people code a sample, to check the coder: sample, import, agree")
    actions = hand.add_subparsers(dest="action", required=True, metavar="sample|import|agree")
    sample = _on_study(actions, "sample", "draw posts and write a blind coding sheet for each person")
    size = sample.add_mutually_exclusive_group()
    size.add_argument("--size", type=_count, help="posts to draw; default 200")
    size.add_argument("--half-width", type=float, metavar="H", help="draw as many as make alpha sure to within H")
    sample.add_argument("--seed", type=_count, default=1, help="another seed draws further posts (default: 1)")
    sample.add_argument("--coder-name", nargs="+", metavar="NAME", help="who will code; a sheet each")
    bring = _on_study(actions, "import", "check a filled-in sheet and store its codes")
    bring.add_argument("sheet", type=_path, metavar="SHEET.csv")
    bring.add_argument("--coder", required=True, metavar="NAME", help="who coded it; adjudicated for decisions")
    agree = _on_study(actions, "agree", "how far people agree, and each coder with them")
    agree.add_argument("--out", type=_path, help="folder for agreement.csv and adjudication.csv")
    agree.add_argument("--at-least", type=float, metavar="A", help="exit code 5 if an alpha that matters is below A")
    return [sample, bring, agree]


def _setting_up_commands(commands: Commands) -> None:
    demo = commands.add_parser("demo", help="run the whole study on the sample blogosphere, without the network")
    demo.add_argument("--out", type=_path, default=Path("demo"), help="folder for study and report (default: demo)")
    init = commands.add_parser("init", help="write NAME.toml, a study file")
    init.add_argument("name")
    init.add_argument("--query", required=True)
    init.add_argument("--source", action="append", default=[], metavar="URL", help="a feed; may be repeated")
    init.add_argument("--search", action="append", default=[], metavar="NAME", help="a search feed, NAME or NAME@SITE")
    init.add_argument(
        "--company", action="append", default=[], metavar="NAME", help="to compare; NAME or NAME = ALIAS | ALIAS"
    )
    init.add_argument("--contact", default="", help="address or URL that tells bloggers who asks")
    sources = commands.add_parser("sources", help="feeds of a study; without one, the search feeds to choose from")
    sources.add_argument("action", choices=("list", "add", "discover", "import", "export"))
    sources.add_argument("study", type=_path, nargs="?", metavar="STUDY.toml")
    sources.add_argument("value", nargs="*", help="feeds to add, pages to discover feeds from, OPML files to import")
    sources.add_argument("--add", action="store_true", help="put the feeds of posts that are discovered into the study")
    unpack = commands.add_parser("unpack", help="make a packed study again, and tell whether its report is the same")
    unpack.add_argument("pack", type=_path, metavar="PACK.zip")
    unpack.add_argument("--out", type=_path, required=True, metavar="DIR", help="a new folder")


def _comparing_commands(commands: Commands) -> None:
    diff = commands.add_parser("diff", help="what changed from one run to another, and what was only coded otherwise")
    diff.add_argument("before", type=_path, metavar="A", help="folder that the older run left")
    diff.add_argument("after", type=_path, metavar="B", help="folder that the newer run left")
    options.compare(commands.add_parser("compare", help="two studies, or two queries of one, beside each other"))
    index = commands.add_parser("index", help="index.html over all reports below a folder")
    index.add_argument("folder", type=_path, metavar="DIR")


def _tool_commands(commands: Commands) -> None:
    read = commands.add_parser("read", help="the texts of saved pages, Markdown, plain text and rows of files")
    read.add_argument("paths", nargs="+", type=_path, help="files (also .gz), folders, or - for stdin")
    options.texts(read)
    read.add_argument(
        "--profile", choices=get_args(Profile), default="default", help="how many readers look for the text"
    )
    commands.add_parser("doctor", help="is this machine fit? (starts Prefect once, which takes seconds)")
    train = commands.add_parser("train", help="fit the weights of the linear coder to labelled texts")
    train.add_argument("--texts", type=_path, metavar="DIR", help="written texts; default: those of the repository")
    train.add_argument("--rows", type=_path, action="append", default=[], metavar="FILE", help="labelled JSON lines")
    train.add_argument("--without", type=int, choices=(0, 1, 2), help="leave out a third of the rows' authors")
    train.add_argument("--out", type=_path, metavar="DIR", help="default: the weights of this installation")


def _codebook_commands(commands: Commands) -> list[argparse.ArgumentParser]:
    codebook = commands.add_parser("codebook", help="check a codebook, tell what a new one changes, show it")
    actions = codebook.add_subparsers(dest="action", required=True, metavar="check|diff|show")
    for name, text in (("check", "what an editor would send back; exit code 5 if anything"), ("show", "as text")):
        action = actions.add_parser(name, help=text)
        action.add_argument("book", type=_path, nargs="?", default=SHIPPED, metavar="BOOK.toml")
    diff = actions.add_parser("diff", help="what changed, and which posts are to code again")
    diff.add_argument("old", type=_path, metavar="OLD.toml", help=f"{SHIPPED} for the one that ships")
    diff.add_argument("new", type=_path, metavar="NEW.toml")
    diff.add_argument("study", type=_path, nargs="?", metavar="STUDY.toml", help="count in its store")
    return list(actions.choices.values())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    top = parser()
    asked, unknown = top.parse_known_args(arguments)
    if unknown:
        top.error(f"{asked.command} has no {' '.join(unknown)}; what it has: rootfeed {asked.command} --help")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # titles and addresses hold more than some terminals can show
            stream.reconfigure(errors="backslashreplace")
    if (room := resource.getrlimit(resource.RLIMIT_AS)[0]) != resource.RLIM_INFINITY and room < LEAST:
        return _say(f"not enough memory: {room >> 20} MiB may be used (ulimit -v), {LEAST >> 20} are needed", FAILED)
    try:
        with stopping.Interruption():
            return _run(asked)
    except KeyboardInterrupt:
        return _say("interrupted; what is stored stays valid, run the same command to go on", INTERRUPTED)


def _run(options: argparse.Namespace) -> int:
    from sqlalchemy.exc import DBAPIError  # here, so that --help stays fast

    from extract.errors import StudyError
    from flows import commands
    from flows.errors import TooLittleData

    try:
        return commands.COMMANDS[options.command](options)
    except MemoryError:
        return _say(f"not enough memory; {REPAIR}", FAILED)
    except TooLittleData as error:
        return _say(error, TOO_LITTLE)
    except StudyError as error:
        return _say(error, USAGE)
    except BrokenPipeError:
        sys.stderr.close()
        return FAILED
    except (OSError, DBAPIError) as error:
        return _say(_reason(error, _folder(options)), FAILED)


def _folder(options: argparse.Namespace) -> Path:
    """Where the command was about to write."""
    study: Path | None = getattr(options, "study", None)
    return getattr(options, "out", None) or (study.resolve().parent if study else Path.cwd())


def _reason(error: Exception, folder: Path) -> str:
    """What an operating system or a database said, in one line, and what to do."""
    from flows.database import ailing

    if isinstance(error, OSError):
        return f"{error.filename or folder}: {error.strerror or error}; {REPAIR}"
    return f"store of {folder}: {ailing.told(error)}"


def _say(message: object, status: int) -> int:
    print(f"rootfeed: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
