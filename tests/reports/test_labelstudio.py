"""Label Studio, the real program: it takes our form and tasks, shows each label on its words, and what it exports comes back."""

from pathlib import Path

import httpx
import pytest
import shared
from labelling import USER, entered, is_annotation, running
from playwright.sync_api import Browser, Page

from reports.interchange import coded, labelstudio
from reports.interchange.project import Project


def brought(client: httpx.Client, study: Project) -> tuple[int, list[int]]:
    """A project with our form and tasks: its number and the tasks', in our order."""
    form = labelstudio.form(study.book).decode()
    made = (
        client.post("/api/projects/", json={"title": "kettles", "label_config": form}).raise_for_status().json()["id"]
    )
    headers = {"Content-Type": "application/json"}
    told = client.post(
        f"/api/projects/{made}/import", content=labelstudio.tasks(study), headers=headers
    ).raise_for_status()
    assert told.json()["prediction_count"] == 2 * len(study.documents)
    pages = client.get("/api/tasks/", params={"project": made, "page_size": 1000}).raise_for_status().json()["tasks"]
    return made, [task["id"] for task in sorted(pages, key=lambda task: task["data"]["post"])]


def shown(page: Page) -> set[str]:
    """The words on which the editor shows a label."""
    page.wait_for_selector(".htx-highlight")
    return set(page.eval_on_selector_all(".htx-highlight", "marks => marks.map(mark => mark.textContent)"))


def test_label_studio_shows_and_returns_every_span(tmp_path: Path, browser: Browser) -> None:
    study = shared.project(12)
    with running(tmp_path) as client:
        number, tasks = brought(client, study)
        page = entered(browser, str(client.base_url), USER)
        for task, one in zip(tasks, study.documents, strict=True):
            page.goto(f"{client.base_url}/projects/{number}/data?task={task}")
            words = {item.quote for item in one.codings["jo"].evidence}
            assert words <= shown(page), one.number
            with page.expect_response(is_annotation):
                page.get_by_role("button", name="Submit").click()
        page.context.close()
        exported = (
            client.get(f"/api/projects/{number}/export", params={"exportType": "JSON"}).raise_for_status().content
        )

    back = labelstudio.read(exported, study)

    assert back.left == ()
    assert list(back.people) == ["1"]
    for one in study.documents:
        assert back.people["1"][one.number] == one.codings["jo"]


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'[{"data": 1}]', b"[" * 100_000])
def test_what_is_no_export_is_refused_or_left(content: bytes) -> None:
    try:
        back = labelstudio.read(content, shared.project(1))
    except coded.InterchangeError:
        return
    assert back.people == {}
