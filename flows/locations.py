"""The two keys of a study that say where it is kept, store and archive: neither may hold a password.

A study's file is handed on, a Prefect server shows its keys to everybody, and tasks carry them to other machines. So secrets
stay where each machine has them: those of PostgreSQL in ~/.pgpass, PGPASSWORD or a service file, those of an object store in
its environment.
"""

import re
from typing import Annotated

import sqlalchemy as sa
from pydantic import AfterValidator, Field

# No URL with a password, before the host or in its query, as SQLAlchemy takes them apart. It stands in the form as well, so a
# server refuses such a run before it keeps it.
OPEN = r"^(?![^:]*://[^:/]*:[^@]*@)(?!.*[?&][^=&]*password[^=&]*=)"


def _without_password(url: str) -> str:
    if not re.match(OPEN, url) or _gives_password(url):
        raise ValueError(
            "holds a password, which everybody could read to whom the study or a server is shown; leave it out of the URL: "
            "PostgreSQL takes it from ~/.pgpass or PGPASSWORD"
        )
    return url


def _gives_password(url: str) -> bool:
    """Whether the database would be given one: SQLAlchemy also reads what is escaped, as no form can tell."""
    try:
        made = sa.engine.make_url(url)
    except (sa.exc.ArgumentError, ValueError):  # told where the store is opened
        return False
    return bool(made.password) or any("password" in key for key in made.query)


Store = Annotated[
    str,
    Field(
        title="Store",
        description="SQLAlchemy URL without a password, such as postgresql+psycopg://me@host/studies; "
        "empty for SQLite beside the study",
        json_schema_extra={"pattern": OPEN},
    ),
    AfterValidator(_without_password),
]
Archive = Annotated[
    str,
    Field(
        title="Archive",
        description="Folder, or URL of an object store such as s3://bucket/prefix; empty for a folder beside the study",
        pattern=r"^([A-Za-z0-9+]+://)?[^@\s][^@]*$|^$",
    ),
]
