"""The study file: TOML on disk, a frozen value in the program."""

import difflib
import json
import tomllib
from datetime import date
from pathlib import Path

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator

from analysis import companies
from extract import query
from extract.errors import QueryError, StudyError
from extract.sources import templates
from extract.wire import bad_address
from flows import chat
from flows.coders import DEFAULT, NAMES
from flows.errors import UsageError

WELL_FORMED = {
    "name": "letters from a to z, digits, dots, dashes and underscores",
    "language": "two small letters, as in en, or nothing for all languages",
    "contact": "one mail address or URL without spaces",
}


class Study(BaseModel):
    """What a study asks for; also the parameter form of the Prefect flow."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, pattern=r"^[A-Za-z0-9._-]+$", description="Short name, used for files")
    title: str = Field(default="", description="What the report is headed with; empty for the name")
    query: str = Field(max_length=600, description='Lucene-like: "customer service" OR support NOT title:jobs')
    feeds: tuple[str, ...] = Field(default=(), description="Feed addresses")
    opml: tuple[str, ...] = Field(default=(), description="OPML files, relative to the study file")
    search: tuple[str, ...] = Field(default=(), description="Names of keyword search feeds, or name@site")
    companies: tuple[str, ...] = Field(
        default=(), description="Names of companies to compare, as 'Name' or 'Name = alias | alias'"
    )
    control: str = Field(
        default="",
        max_length=600,
        description="Negative control: a query on products; its posts put the claims to the test too",
    )
    language: str = Field(
        default="en", pattern=r"^([a-z]{2})?$", description="Only posts in this language are coded; empty for all"
    )
    since: date | None = Field(default=None, description="First day of the period; undated posts fall out")
    until: date | None = Field(default=None, description="Last day of the period")
    codebook: str = Field(default="", description="Codebook, a file relative to the study file; empty: the shipped one")
    coder: str = Field(default=DEFAULT, description="Who codes: " + ", ".join(NAMES))
    llm_endpoint: str = Field(default="", description="Coder llm: address of an OpenAI-compatible server, up to /v1")
    llm_model: str = Field(default="", max_length=200, description="Coder llm: name of the model there")
    llm_budget: int = Field(default=1_000_000, ge=1, description="Coder llm: most tokens of a run")
    contact: str = Field(default="", pattern=r"^[\x21-\x7e]*$", description="Address or URL that the User-Agent names")
    proxy: str = Field(default="", description="HTTP proxy, e.g. for an archive or the demo")
    gap: float = Field(default=2.0, ge=0, le=3600, description="Seconds between two requests to one host")
    draws: int = Field(default=1000, ge=100, le=20000, description="Bootstrap draws")
    store: str = Field(default="", description="SQLAlchemy URL; empty for a SQLite file beside the study")
    note: str = Field(default="", description="A line that the report shows at its top")

    @field_validator("query", "control")
    @classmethod
    def _query_parses(cls, text: str, info: ValidationInfo) -> str:
        try:
            if text or info.field_name == "query":
                query.parse(text)
        except QueryError as error:
            raise ValueError(str(error)) from error
        return text

    @field_validator("feeds")
    @classmethod
    def _feeds_are_addresses(cls, urls: tuple[str, ...]) -> tuple[str, ...]:
        for url in urls:
            if bad := bad_address(url):
                raise ValueError(bad)
        return urls

    @field_validator("companies")
    @classmethod
    def _companies_are_names(cls, lines: tuple[str, ...]) -> tuple[str, ...]:
        companies.known(lines)
        return lines

    @field_validator("proxy")
    @classmethod
    def _proxy_is_an_address(cls, url: str) -> str:
        try:
            known = not url or bool(httpx.Proxy(url).url.host)
        except (ValueError, httpx.InvalidURL) as error:
            raise ValueError(f"{url!r} is no address of a proxy: {error}") from error
        if not known:
            raise ValueError(f"{url!r} is no address of a proxy: it names no host")
        return url

    @field_validator("coder")
    @classmethod
    def _coder_known(cls, name: str) -> str:
        if name not in NAMES:
            raise ValueError(f"no coder {name!r}; there are {', '.join(NAMES)}")
        return name

    @field_validator("llm_endpoint")
    @classmethod
    def _endpoint_is_safe(cls, url: str) -> str:
        if url and (bad := chat.bad_endpoint(url)):
            raise ValueError(bad)
        return url

    @property
    def queries(self) -> tuple[str, ...]:
        """The study's own query, and its negative control if it has one."""
        return (self.query, self.control) if self.control else (self.query,)

    @model_validator(mode="after")
    def _model_is_named(self) -> "Study":
        lacking = [key for key in ("llm_endpoint", "llm_model") if not getattr(self, key)]
        if self.coder == "llm" and lacking:
            raise ValueError(f"coder llm needs {' and '.join(lacking)}")
        return self

    @model_validator(mode="after")
    def _period_in_order(self) -> "Study":
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since {self.since} is after until {self.until}")
        return self

    @field_validator("search")
    @classmethod
    def _search_known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for item in names:
            name, _, site = item.partition("@")
            try:
                templates.expand(name, ("word",), site)
            except StudyError as error:
                raise ValueError(str(error)) from error
        return names


def load(path: Path) -> Study:
    """Read a study file. Raises UsageError that names the file, the key and the nearest known key."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"{path}: no such study file; make one with: rootfeed init NAME --query Q") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{path}: cannot be read as TOML: {error}") from error
    return check(raw, str(path))


def check(raw: dict[str, object], where: str) -> Study:
    """The study that a table of keys describes. Raises UsageError that begins with `where`."""
    try:
        return Study.model_validate(raw)
    except ValidationError as error:
        raise UsageError(f"{where}: " + "; ".join(_line(dict(item)) for item in error.errors())) from error


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
        return f"{key}: {WELL_FORMED[key]}, not {item['input']!r}"
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
