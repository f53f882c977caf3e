"""Which files a stored result depends on."""

from pathlib import Path

from flows import versions


def test_code_tables_and_weights_count_and_nothing_else_does(tmp_path: Path) -> None:
    counted = ("a.py", "coders/b.toml", "coders/weights/c.npz", "coders/weights/deep/weights/d")
    aside = ("py.typed", "training/e.py", "codebooks/f.toml", "coders/__pycache__/g.pyc", "coders/h.txt")
    for name in (*counted, *aside):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)

    assert {path.read_text() for path in versions.sources(tmp_path)} == set(counted)


def test_the_version_rests_on_the_coders_and_not_on_what_they_are_trained_on() -> None:
    root = Path(__file__).parents[2] / "analysis"
    found = {str(Path(str(path)).relative_to(root)) for path in versions.sources(root)}

    assert {"coders/rules.py", "coders/tables/words.toml", "reading.py"} <= found
    assert not [name for name in found if name.startswith(("training", "fitting", "codebooks"))]
