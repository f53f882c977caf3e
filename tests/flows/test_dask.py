"""A study on a real cluster: PostgreSQL, an object store, a Prefect server, a Dask scheduler and two workers."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import clusters
import pytest
import sqlalchemy as sa
from clusters import Cluster
from prefecting import until

from flows import settings
from flows.demo.server import serving
from flows.settings import Study

pytestmark = pytest.mark.skipif(not clusters.IS_THERE, reason="needs PostgreSQL, Swift and Dask")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with clusters.serving(tmp_path_factory.mktemp("cluster")) as running:
        yield running


def pages(cluster: Cluster) -> int:
    """How many pages are stored."""
    with closing(sa.create_engine(cluster.database).connect()) as connection:
        there = sa.inspect(connection).has_table("pages")
        return int(connection.scalar(sa.text("SELECT count(*) FROM pages")) or 0) if there else 0


def test_a_worker_killed_in_the_middle_changes_no_byte(
    cluster: Cluster, small: Study, template: Path, tmp_path: Path
) -> None:
    with serving(slow=0.3) as blogs:
        place = {"store": cluster.database, "archive": f"{cluster.bucket}/small", "proxy": blogs.base}
        study = small.model_copy(update=place)
        (tmp_path / "calls.toml").write_text(settings.write(study))
        run = cluster.begin("run", clusters.command("rootfeed run calls.toml --dask"), tmp_path)
        until(lambda: pages(cluster) or run.poll() is not None, bool, 300.0)
        cluster.kill("one")
        assert run.wait(300) == 0, cluster.log("run")

    report = tmp_path / "small-report"
    assert {one.name for one in report.iterdir()} == {one.name for one in (template / "small-report").iterdir()}
    different = [
        one.name for one in report.iterdir() if one.read_bytes() != (template / "small-report" / one.name).read_bytes()
    ]
    assert not different
    with closing(sa.create_engine(cluster.database).connect()) as connection:
        counts = {
            name: connection.scalar(sa.text(f"SELECT count(*) FROM {name}")) for name in ("entries", "posts", "pages")
        }
    assert counts == dict.fromkeys(counts, 12)
    assert not list(cluster.folder.glob("*/small-archive")) and not (tmp_path / "small-archive").exists()
