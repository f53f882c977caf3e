"""A study of two blogs, collected once for the tests that only read it, and the command line."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import chatting
import growing
import lessons
import pytest
from chatting import Chat
from growing import Growing
from listeners import Heard, prepared

from analysis import codebook
from analysis.coders import llm
from analysis.coding import Coding
from flows import cli, settings, stopping
from flows import study as studying
from flows.archiving import archive
from flows.coding.llm import Endpoint
from flows.demo.server import Blogosphere, serving
from flows.settings import Study
from flows.workspace import Workspace, opened

Run = Callable[..., tuple[int, str, str]]
FEEDS = ("http://slow-kettle.example/feed/", "http://second-hand-echo.example/atom")


@pytest.fixture(autouse=True)
def going_on() -> Iterator[None]:
    """What a test wishes to stop, the next one may do."""
    yield
    stopping.WANTED.clear()


@pytest.fixture(scope="session")
def blogs() -> Iterator[Blogosphere]:
    with serving(slow=0.0) as running:
        yield running


@pytest.fixture(scope="session")
def small(blogs: Blogosphere) -> Study:
    """A study of two blogs through the blogosphere's proxy."""
    return Study(
        name="small",
        query='"customer service"',
        feeds=FEEDS,
        proxy=blogs.base,
        gap=0.0,
        draws=100,
        contact="t@t.example",
    )


@pytest.fixture(scope="session")
def template(small: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    (folder / "small.toml").write_text(settings.write(small), encoding="utf-8")
    studying.run(small, folder, folder / "small-report", studying.in_turn)
    return folder


@pytest.fixture
def finished(template: Path, tmp_path: Path) -> Path:
    """The study file of a finished study, in a folder of the test's own."""
    shutil.copytree(template, tmp_path / "study")
    return tmp_path / "study" / "small.toml"


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a few of the texts that the project trains on."""
    return lessons.few(tmp_path_factory.mktemp("texts"))


@pytest.fixture(scope="session")
def growth() -> Iterator[Growing]:
    with growing.serving() as running:
        yield running


@pytest.fixture(scope="session")
def grown(growth: Growing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a study that was run three times while its blogs went on, with a report."""
    folder = tmp_path_factory.mktemp("grown")
    study = growing.founded(growth, folder, "service OR warranty OR support")
    for growth.phase in (0, 2):
        studying.collected(study, folder, studying.in_turn)
        studying.extracted(study, folder, studying.in_turn)
        studying.coded(study, folder, studying.in_turn)
        archive.OPEN.clear()  # as if the next were another program
    studying.run(study, folder, folder / "grown-report", studying.in_turn)  # asks for what has not changed
    archive.OPEN.clear()
    return folder / "grown.toml"


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    """A study with nothing in its store."""
    with opened(Study(name="s", query="service"), tmp_path) as made:
        yield made


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Heard]:
    """A feed whose hub has confirmed a subscription."""
    with prepared(tmp_path) as one:
        assert one.keep() == 1
        yield one


@pytest.fixture
def chat() -> Iterator[Chat]:
    """A server of a language model that answers well until a test says otherwise."""
    with chatting.serving() as running:
        running.will(chatting.good())
        yield running


@pytest.fixture
def slept() -> list[float]:
    """How long an endpoint waited, in seconds."""
    return []


@pytest.fixture
def endpoint(chat: Chat, slept: list[float]) -> Endpoint:
    """One that waits in no time and gives up soon."""
    return Endpoint(chat.url, "small-model", 1_000_000, chatting.KEY, sleep=slept.append, longest=1.0)


@pytest.fixture
def code_post(endpoint: Endpoint) -> Callable[[], Coding]:
    """Codes one post through the endpoint."""
    coder = llm.coder(codebook.default(), endpoint)
    return lambda: coder("Kettle", chatting.TEXT)


@pytest.fixture
def rootfeed(capsys: pytest.CaptureFixture[str]) -> Run:
    """A command line in this process; gives exit code, stdout and stderr."""

    def run(*arguments: object) -> tuple[int, str, str]:
        try:
            status = cli.main([str(argument) for argument in arguments])
        except SystemExit as exit:  # how argparse ends
            status = int(exit.code or 0)
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return status, told.out, told.err

    return run


@pytest.fixture(scope="session")
def drawn_once(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a study and sheets for anna and ben, each with all of its posts."""
    folder = tmp_path_factory.mktemp("drawn") / "study"
    shutil.copytree(template, folder)
    assert cli.main(["hand", "sample", str(folder / "small.toml"), "--coder-name", "anna", "ben"]) == 0
    return folder


@pytest.fixture
def study(drawn_once: Path, tmp_path: Path) -> Path:
    shutil.copytree(drawn_once, tmp_path / "study")
    return tmp_path / "study" / "small.toml"
