"""The keys of a study in groups, which are also the parameter form of the Prefect flow: what each holds, when it is right.

What JSON Schema can say a Prefect server refuses before a run, the validators refuse the rest. Titles are for the form.
"""

from datetime import date
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from analysis import companies
from extract.errors import QueryError, StudyError
from extract.matching import query
from extract.net import addresses
from extract.net.wire import bad_address
from extract.post import Profile
from extract.sources import templates
from flows.coding import chat
from flows.coding.coders import DEFAULT, NAMES


def _in_order(schema: dict[str, Any]) -> None:
    """Number the fields for the form: PostgreSQL keeps no order of keys."""
    for position, field in enumerate(schema["properties"].values()):
        field["position"] = position


# Without values in pydantic's own messages, which end in logs and on servers: one may hold a password.
RULES = ConfigDict(extra="forbid", frozen=True, json_schema_extra=_in_order, hide_input_in_errors=True)
ADDRESSES: dict[str, Any] = {"items": {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"}}  # of JSON Schema


def _as_day(schema: dict[str, Any]) -> None:
    """A date that may be left out, which a form shows as a field for one; null it cannot show."""
    schema |= {"type": "string", "format": "date"}
    del schema["anyOf"], schema["default"]


class Question(BaseModel):
    """What is asked, of which posts."""

    model_config = RULES

    name: str = Field(
        title="Short name",
        min_length=1,
        pattern=r"^[A-Za-z0-9._-]+$",
        description="Names the study's files: letters, digits, dots, dashes and underscores. Another name is another store",
    )
    title: str = Field(
        default="", title="Title", description="What the report is headed with; empty for the short name"
    )
    query: str = Field(
        title="Query",
        max_length=600,
        description='Lucene-like: "customer service" OR support NOT title:jobs',
        json_schema_extra={"minLength": 1},
    )
    since: date | None = Field(
        default=None,
        title="First day",
        description="First day of the period; undated posts fall out",
        json_schema_extra=_as_day,
    )
    until: date | None = Field(
        default=None, title="Last day", description="Last day of the period", json_schema_extra=_as_day
    )
    language: str = Field(
        default="en",
        title="Language",
        pattern=r"^([a-z]{2})?$",
        description="Only posts in this language are coded, two letters as in en; empty for all",
    )
    companies: tuple[str, ...] = Field(
        default=(), title="Companies", description="To compare, each as 'Name' or 'Name = alias | alias'"
    )
    control: str = Field(
        default="",
        title="Negative control",
        max_length=600,
        description="A query on products; its posts put the claims to the test too",
    )
    note: str = Field(default="", title="Note", description="A line that the report shows at its top")

    @field_validator("query", "control")
    @classmethod
    def _query_parses(cls, text: str, info: ValidationInfo) -> str:
        try:
            if text or info.field_name == "query":
                query.parse(text)
        except QueryError as error:
            raise ValueError(str(error)) from error
        return text

    @field_validator("companies")
    @classmethod
    def _companies_are_names(cls, lines: tuple[str, ...]) -> tuple[str, ...]:
        companies.known(lines)
        return lines

    @model_validator(mode="after")
    def _period_in_order(self) -> "Question":
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since {self.since} is after until {self.until}")
        return self


class Sources(BaseModel):
    """Where posts come from."""

    model_config = RULES

    feeds: tuple[str, ...] = Field(
        default=(), title="Feeds", description="Addresses, http or https", json_schema_extra=ADDRESSES
    )
    opml: tuple[str, ...] = Field(default=(), title="OPML files", description="Relative to the study's folder")
    search: tuple[str, ...] = Field(
        default=(),
        title="Search feeds",
        description=f"NAME or NAME@SITE; the names are {', '.join(sorted(templates.SEARCH_FEEDS))}",
    )

    @field_validator("feeds")
    @classmethod
    def _feeds_are_addresses(cls, urls: tuple[str, ...]) -> tuple[str, ...]:
        for url in urls:
            if bad := bad_address(url):
                raise ValueError(bad)
        return urls

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


class Manners(BaseModel):
    """How blogs are asked."""

    model_config = RULES

    contact: str = Field(
        default="",
        title="Contact",
        pattern=r"^[\x21-\x7e]*$",
        description="Mail address or URL that the User-Agent names, so that bloggers can reach whoever asks",
    )
    gap: float = Field(default=2.0, title="Gap", ge=0, le=3600, description="Seconds between two requests to one host")
    proxy: str = Field(default="", title="Proxy", description="HTTP proxy, e.g. for an archive or the demo")
    allow: tuple[str, ...] = Field(
        default=(),
        title="Allowed networks",
        description="Networks (10.0.0.0/8) and hosts (wiki.intern:8080) that may be asked though not public",
    )

    @field_validator("allow")
    @classmethod
    def _allow_names_networks(cls, lines: tuple[str, ...]) -> tuple[str, ...]:
        addresses.allowed(lines)
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


class Method(BaseModel):
    """How posts are read, who codes, by how many processes, and how estimates are made."""

    model_config = RULES

    profile: Profile = Field(
        default="default",
        title="Reading",
        description="How many readers look for a post in its page: fast one, default two or three, best three",
    )
    codebook: str = Field(
        default="", title="Codebook", description="TOML file relative to the study's folder; empty for the shipped one"
    )
    coder: str = Field(
        default=DEFAULT,
        title="Coder",
        description="Who codes; llm needs the fields below, hand waits for people",
        json_schema_extra={"enum": list(NAMES)},
    )
    llm_endpoint: str = Field(
        default="", title="Language model: server", description="Coder llm: OpenAI-compatible address, up to /v1"
    )
    llm_model: str = Field(
        default="", title="Language model: name", max_length=200, description="Coder llm: name of the model there"
    )
    llm_budget: int = Field(
        default=1_000_000, title="Language model: budget", ge=1, description="Coder llm: most tokens of a run"
    )
    workers: int = Field(
        default=0,
        title="Processes",
        ge=0,
        le=1024,
        description="That read and code; 0 for as many as there are processors",
    )
    draws: int = Field(default=1000, title="Draws", ge=100, le=20000, description="Bootstrap draws behind every range")

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

    @model_validator(mode="after")
    def _model_is_named(self) -> "Method":
        lacking = [key for key in ("llm_endpoint", "llm_model") if not getattr(self, key)]
        if self.coder == "llm" and lacking:
            raise ValueError(f"coder llm needs {' and '.join(lacking)}")
        return self
