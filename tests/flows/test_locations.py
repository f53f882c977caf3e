"""A study says where it is kept, and holds no password for it: none gets into a file, a form, a log or a message."""

import traceback

import pytest
import sqlalchemy as sa
from pydantic import ValidationError

from flows import settings
from flows.deployment.forms import Run
from flows.errors import UsageError

WORD = "hush"
FINE = (
    "",
    "sqlite:////home/a/b@c:d.sqlite",
    "sqlite:///C:/x@y.sqlite",
    "postgresql+psycopg://me@host/studies",
    "postgresql+psycopg://me@host:5432/studies",
    "postgresql+psycopg://host:5432/studies",
    "postgresql+psycopg://me@[::1]:5432/studies",
    "postgresql+psycopg://me@/studies?host=/tmp/a:b@c",
    "postgresql+psycopg:///?service=studies",
    "postgresql+psycopg://me@host/studies?passfile=/home/me/pass",
)
OPEN = (
    "postgresql+psycopg://me:hush@host/studies",
    "postgresql://me:hush%40home@host/studies",
    "postgresql://me:hush/@host:5432/studies",
    "postgresql://me:a:hush@host/studies",
    "postgresql://:hush@host/studies",
    "postgresql://me@host/studies?password=hush",
    "postgresql://me@host/studies?connect_timeout=2&sslpassword=hush",
    "postgresql://me@host/studies?pass%77ord=hush",
)


def taken(url: str) -> str:
    """The password that the database would be given."""
    made = sa.engine.make_url(url)
    return str(made.password or next((value for key, value in made.query.items() if "password" in key), ""))


@pytest.mark.parametrize("url", FINE)
def test_a_store_without_a_password_is_taken_as_it_is(url: str) -> None:
    assert not url or not taken(url)
    assert settings.check({"name": "s", "query": "x", "store": url}, "s.toml").store == url


@pytest.mark.parametrize("url", OPEN)
def test_a_password_is_refused_without_being_said_again(url: str) -> None:
    assert WORD in taken(url)
    with pytest.raises(UsageError, match=r"s\.toml: store: holds a password.*~/\.pgpass or PGPASSWORD") as caught:
        settings.check({"name": "s", "query": "x", "store": url}, "s.toml")
    with pytest.raises(ValidationError, match="holds a password") as asked:
        Run(folder="/srv/studies", store=url)

    for one in (caught.value, asked.value):
        assert WORD not in "".join(traceback.format_exception(one))
