"""Study files: errors name the file, the key and what to do."""

from datetime import date
from pathlib import Path

import pytest

from flows import settings
from flows.errors import UsageError


def written(tmp_path: Path, text: str) -> Path:
    """A study file with this text."""
    path = tmp_path / "s.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_unknown_key_is_named_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"s\.toml: unknown key 'fedes', did you mean 'feeds'"):
        settings.load(written(tmp_path, 'name = "s"\nquery = "x"\nfedes = []\n'))


def test_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="rootfeed init"):
        settings.load(tmp_path / "none.toml")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    study = settings.Study(
        name="s",
        query='"a b" OR c',
        feeds=("http://x.example/f?a=1&b=é",),
        companies=('Ferrol & Pine = "F&P" | Ferrol', "Norrland"),
        gap=0.5,
        since=date(2026, 1, 2),
        note='"\x7f\\',
    )

    assert settings.load(written(tmp_path, settings.write(study))) == study


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('contact = "Jo Doe <jo@x.example>"', "contact: one mail address or URL without spaces"),
        ('feeds = ["file:///etc/passwd"]', "feeds: 'file:///etc/passwd' is not http or https"),
        ("gap = -1", "gap: "),
        ('proxy = "ftp://foo"', "is no address of a proxy"),
        ('proxy = "http://"', "is no address of a proxy"),
        ('language = "English"', "language: two small letters, as in en"),
        ("x = " + "[" * 2000, "cannot be read as TOML"),
        ('coder = "oracle"', "no coder 'oracle'; there are default, linear, rules, llm, hand"),
        ("since = 2026-01-02\nuntil = 2026-01-01", "since 2026-01-02 is after until 2026-01-01"),
        ('search = ["altavista"]', "no search feed 'altavista'"),
        ('companies = ["Norrland = "]', "companies: 'Norrland = ': '' is no name of 1 to 60 characters"),
        ('companies = ["Vantor = V", "Veritel = v"]', "companies: 'v' stands for 'Vantor' and for 'Veritel'"),
        ("draws = 5", "draws: "),
        ('coder = "llm"', "coder llm needs llm_endpoint and llm_model"),
        ('coder = "llm"\nllm_endpoint = "https://x.example/v1"', "coder llm needs llm_model"),
        ('llm_endpoint = "http://x.example/v1"', "is not https, so that the key and the posts would travel open"),
        ('llm_endpoint = "x.example"', "llm_endpoint: 'x.example' is not http or https"),
        ('llm_endpoint = "https://me:pw@x.example"', "x.example is asked for with a user name"),
        ('llm_endpoint = "https://x.example/v1?key=abc"', "'https://x.example/v1' is followed by a query"),
        ("llm_budget = 0", "llm_budget: "),
    ],
)
def test_a_bad_value_is_named_with_what_would_be_right(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        settings.load(written(tmp_path, f'name = "s"\nquery = "x"\n{line}\n'))

    assert str(caught.value).startswith(f"{tmp_path / 's.toml'}: ")
    assert says in str(caught.value)


def test_toml_mistakes_are_named_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"s\.toml: cannot be read as TOML: .*line 2"):
        settings.load(written(tmp_path, 'name = "s"\nquery = \n'))


def test_the_first_query_mistake_is_named_with_its_position(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="at character 3"):
        settings.load(written(tmp_path, 'name = "s"\nquery = "(x"\n'))


@pytest.mark.parametrize(
    "host", ["https://x.example", "http://localhost:11434", "http://127.0.0.1:8080", "http://[::1]:80"]
)
def test_a_model_may_be_asked_over_https_or_on_one_s_own_machine(tmp_path: Path, host: str) -> None:
    lines = f'name = "s"\nquery = "x"\ncoder = "llm"\nllm_endpoint = "{host}/v1"\nllm_model = "m"\n'

    assert settings.load(written(tmp_path, lines)).llm_endpoint == f"{host}/v1"
