"""The blogs' pages: each through the template of its publishing system, with all that stands around a post."""

from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape

from flows.demo.blogs import NOTE, Blog, Story
from flows.demo.prose import opening, paragraphs


def _source(name: str) -> str:
    return (resources.files("flows.demo") / "templates" / name).read_text("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_source),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["prose"] = paragraphs
    environment.filters["opening"] = opening
    environment.globals["note"] = NOTE
    return environment


def _neighbours(blog: Blog, story: Story, count: int = 3) -> list[Story]:
    """The posts that a "related" box shows: the next ones in the blog's order, round the end."""
    at = blog.posts.index(story)
    around = blog.posts[at + 1 :] + blog.posts[:at]
    return list(around[:count])


def post(blog: Blog, story: Story) -> bytes:
    """The page of one post, as UTF-8."""
    template = _environment().get_template(f"{blog.template}.html")
    return template.render(blog=blog, post=story, url=blog.url(story), related=_neighbours(blog, story)).encode()


def front(blog: Blog) -> bytes:
    """The blog's front page: links to its posts, and to its feed for whoever looks for one."""
    return _environment().get_template("front.html").render(blog=blog).encode()


def parked(host: str) -> bytes:
    """What a domain dealer shows at every address of a blog that let its name lapse."""
    return _environment().get_template("parked.html").render(host=host).encode()
