"""A blind export in the real Label Studio: two people code it, who see nobody's codes, and each one's come back as theirs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from labelling import USER, entered, is_annotation, running
from playwright.sync_api import Browser, Page

from analysis import codebook
from flows import cli, settings
from flows import study as studying
from flows.byhand import handwork
from flows.demo.server import serving
from flows.settings import Study
from flows.workspace import opened
from reports.interchange import project

OTHER = {"email": "kim@example.org", "password": "not-a-secret-either"}
NAMES = {(one.code, one.level): one.name for one in project.labels(codebook.default())}
FAILED, MET = NAMES["resolution", "failed"], NAMES["courtesy", "met"]
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A coded study of one blog with a sample of four posts, and its blind export."""
    folder = tmp_path_factory.mktemp("blind")
    with serving(slow=0.0) as blogs:
        keys = {"name": "s", "query": '"customer service"', "feeds": ("http://slow-kettle.example/feed/",)}
        made = Study.model_validate({**keys, "proxy": blogs.base, "gap": 0.0, "draws": 100, "contact": "t@t.example"})
        (folder / "s.toml").write_text(settings.write(made), encoding="utf-8")
        studying.collected(made, folder, studying.in_turn)
        studying.extracted(made, folder, studying.in_turn)
        studying.coded(made, folder, studying.in_turn)
    assert cli.main(["hand", "sample", str(folder / "s.toml"), "--size", "4"]) == 0
    assert cli.main(["export", str(folder / "s.toml"), "--format", "labelstudio", "--blind"]) == 0
    yield folder / "s.toml"


def brought(client: httpx.Client, study: Path) -> tuple[int, list[dict[str, Any]]]:
    """A project of the exported form and tasks: its number, and the tasks as the server tells them."""
    folder = study.parent / "s-blind"
    form = {"title": "blind", "label_config": (folder / "labelstudio.xml").read_text(encoding="utf-8")}
    number = client.post("/api/projects/", json=form).raise_for_status().json()["id"]
    content = (folder / "labelstudio.json").read_bytes()
    told = client.post(f"/api/projects/{number}/import", content=content, headers=JSON).raise_for_status().json()
    assert told["prediction_count"] == 0
    asked = client.get("/api/tasks/", params={"project": number, "page_size": 100, "fields": "all"}).raise_for_status()
    return number, sorted(asked.json()["tasks"], key=lambda task: int(task["id"]))


@contextmanager
def second(client: httpx.Client) -> Iterator[httpx.Client]:
    """Another person, who has followed an invitation."""
    invited = client.get("/api/invite").raise_for_status().json()["invite_url"]
    with httpx.Client(base_url=client.base_url, follow_redirects=True, timeout=60, trust_env=False) as other:
        other.headers["Referer"] = str(client.base_url)
        other.get(invited).raise_for_status()
        other.post(invited, data={**OTHER, "csrfmiddlewaretoken": other.cookies["csrftoken"]}).raise_for_status()
        other.headers["X-CSRFToken"] = other.cookies["csrftoken"]
        yield other


def chosen(page: Page) -> set[str]:
    """The choices that are ticked on a page, without the keys that the editor names behind them."""
    words = "marks => marks.map(mark => mark.closest('label')?.textContent ?? '')"
    return {word.partition("[")[0] for word in page.eval_on_selector_all("input:checked", words)}


def by_hand(page: Page, label: str) -> str:
    """What a person does in the editor: genre, a label, a word of the post, submit. Returns the word."""
    page.locator("label", has_text="experience").first.click()
    assert "experience" in chosen(page)  # so that an empty set above says something
    page.get_by_text(label, exact=True).first.click()
    page.locator(".lsf-richtext__line").first.dblclick(position={"x": 30, "y": 8})
    marked = page.wait_for_selector(".htx-highlight")
    word = (marked and marked.text_content()) or ""
    with page.expect_response(is_annotation):
        page.get_by_role("button", name="Submit").click()
    return word


def annotated(task: dict[str, Any], word: str, label: str, genre: str = "experience") -> dict[str, Any]:
    """What the editor sends for a word of a post."""
    at = task["data"]["text"].index(word)
    place = {"start": at, "end": at + len(word), "text": word, "labels": [label]}
    chosen = {"from_name": "genre", "to_name": "text", "type": "choices", "value": {"choices": [genre]}}
    return {"result": [chosen, {"from_name": "passage", "to_name": "text", "type": "labels", "value": place}]}


@pytest.fixture(scope="module")
def coded(study: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> tuple[Path, str]:
    """What Label Studio exports when one person has coded a post in the editor and another all; and the first one's word."""
    folder = tmp_path_factory.mktemp("label-studio")
    with running(folder) as client, second(client) as other:
        number, tasks = brought(client, study)
        for task in tasks:
            assert (task["predictions"], task["total_predictions"], task["data"]["told"]) == ([], 0, "")
        page = entered(browser, str(client.base_url), USER)
        page.goto(f"{client.base_url}/projects/{number}/data?task={tasks[0]['id']}")
        page.get_by_role("button", name="Submit").wait_for()
        assert page.locator(".htx-highlight").count() == 0
        assert not chosen(page) & {code.id for code in codebook.default().of("genre")}
        word = by_hand(page, FAILED)
        page.context.close()
        for task in tasks:
            told = annotated(task, task["data"]["text"].split()[3], MET)
            other.post(f"/api/tasks/{task['id']}/annotations/", json=told).raise_for_status()
        exported = client.get(f"/api/projects/{number}/export", params={"exportType": "JSON"}).raise_for_status()
    (folder / "coded.json").write_bytes(exported.content)
    return folder / "coded.json", word.strip()


def test_two_people_code_blind_and_each_ones_codes_come_back(study: Path, coded: tuple[Path, str]) -> None:
    path, word = coded
    tasks = json.loads(path.read_bytes())
    assert {str(one["completed_by"]) for task in tasks for one in task["annotations"]} == {"1", "2"}

    for person in ("1", "2"):
        assert cli.main(["hand", "import", str(study), str(path), "--coder", person]) == 0

    with opened(settings.load(study), study.parent) as space:
        people = handwork.load(space).people
    assert sorted(len(told) for told in people.values()) == [1, len(tasks)]
    mine, theirs = sorted(people.values(), key=len)
    (one,) = mine.values()
    assert one.genre == "experience"
    assert [(item.code, item.level, item.quote) for item in one.evidence] == [("resolution", "failed", word)]
    assert {(item.code, item.level) for told in theirs.values() for item in told.evidence} == {("courtesy", "met")}
