"""The study file: TOML on disk, a frozen value in the program."""

import difflib
import json
import tomllib
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError, field_validator, model_validator

from extract.net.wire import bad_address
from flows.errors import UsageError
from flows.keys import RULES, Manners, Method, Question, Sources
from flows.locations import Archive, Store

WELL_FORMED = {
    "name": "letters from a to z, digits, dots, dashes and underscores",
    "language": "two small letters, as in en, or nothing for all languages",
    "archive": "a folder or a URL without keys, which belong into the environment",
    "contact": "one mail address or URL without spaces",
}
UNREAD = {
    "missing": "is missing",
    "date_from_datetime_parsing": "{!r} is no day, such as 2026-11-22",
    "float_parsing": "{!r} is no number",
    "int_parsing": "{!r} is no whole number",
}


class Hearing(BaseModel):
    """How hubs reach `rootfeed serve` without --cron; no run of the flow hears any."""

    model_config = RULES

    callback: str = Field(
        default="", title="Callback", description="WebSub: public address under which hubs reach `listen`"
    )
    listen: str = Field(
        default="", title="Listen", description="WebSub: HOST:PORT on which `rootfeed serve` hears what hubs send"
    )

    @field_validator("callback")
    @classmethod
    def _callback_is_an_address(cls, url: str) -> str:
        if url and (bad := bad_address(url)):
            raise ValueError(bad)
        return url

    @field_validator("listen")
    @classmethod
    def _listen_names_a_port(cls, place: str) -> str:
        host, _, port = place.rpartition(":")
        if place and not (host and port.isascii() and port.isdigit() and int(port) < 65_536):
            raise ValueError(f"{place!r} is no HOST:PORT, such as 127.0.0.1:8090")
        return place

    @model_validator(mode="after")
    def _callback_is_heard(self) -> "Hearing":
        if bool(self.callback) != bool(self.listen):
            raise ValueError("callback and listen belong together: hubs ask at the one what the other hears")
        return self


class Study(Method, Hearing, Manners, Sources, Question):  # pydantic takes the keys of the last first
    """What a study asks for, all keys side by side."""

    store: Store = ""
    archive: Archive = ""

    @property
    def queries(self) -> tuple[str, ...]:
        """The study's own query, and its negative control if it has one."""
        return (self.query, self.control) if self.control else (self.query,)


def load(path: Path) -> Study:
    """Read a study file. Raises UsageError that names the file, the key and the nearest known key."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"{path}: no such study file; {_instead(path)}") from error
    except IsADirectoryError as error:
        raise UsageError(f"{path}: is a folder; {_instead(path / 'study.toml')}") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{path}: cannot be read as TOML: {error}") from error
    return check(raw, str(path))


def check(raw: dict[str, object], where: str) -> Study:
    """The study that a table of keys describes. Raises UsageError that begins with `where`."""
    try:
        return Study.model_validate(raw)
    except ValidationError as error:
        raise UsageError(f"{where}: " + "; ".join(_line(dict(item)) for item in error.errors())) from error


def _instead(path: Path) -> str:
    """What may have been meant by the name of a file that is not there, and how one is made."""
    near = difflib.get_close_matches(path.name, sorted(one.name for one in path.parent.glob("*.toml")), n=1)
    meant = f"did you mean {path.parent / near[0]}? else " if near else ""
    return f"{meant}make one with: rootfeed init NAME --query Q"


def coded_by(study: Study, coder: str | None) -> Study:
    """The study with another coder, where one is named. Raises UsageError for one that does not exist."""
    return check(study.model_dump() | {"coder": coder}, "--coder") if coder else study


def _line(item: dict[str, object]) -> str:
    location = item["loc"]
    key = ".".join(map(str, location)) if isinstance(location, tuple) else str(location)
    if item["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, Study.model_fields, n=1)
        return f"unknown key {key!r}" + (f", did you mean {near[0]!r}?" if near else "")
    if item["type"] == "string_pattern_mismatch":
        given = "" if key == "archive" else f", not {item['input']!r}"  # which may hold the keys
        return f"{key}: {WELL_FORMED[key]}{given}"
    if item["type"] in UNREAD:
        return f"{key}: {UNREAD[str(item['type'])].format(item['input'])}"
    message = str(item["msg"]).removeprefix("Value error, ")
    return f"{key}: {message}" if key else message


def write(study: Study) -> str:
    """The study as TOML, without the keys that stand at their defaults."""
    lines = []
    for key, value in study.model_dump(exclude_defaults=True).items():
        if isinstance(value, tuple):
            lines.append(f"{key} = [" + "".join(f"\n  {_quoted(item)}," for item in value) + "\n]")
        else:
            lines.append(f"{key} = {_quoted(value) if isinstance(value, str) else value}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # TOML basic strings escape like JSON, but for DEL and the surrogate pairs that ensure_ascii would make.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
