"""The posts' plain notation as HTML: blank lines part blocks, `> ` quotes, `- ` lists, `*stars*` stress."""

import re
from html import escape

STRESS = re.compile(r"\*([^*\n]+)\*")


def _inline(text: str) -> str:
    return STRESS.sub(r"<em>\1</em>", escape(text, quote=False))


def _block(block: str) -> str:
    lines = block.split("\n")
    if all(line.startswith(">") for line in lines):
        inner = "\n".join(line[1:].strip() for line in lines)
        return f"<blockquote>{paragraphs(inner)}</blockquote>"
    if all(line.startswith("- ") for line in lines):
        items = "".join(f"<li>{_inline(line[2:])}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def paragraphs(text: str) -> str:
    """The body of a post as HTML, one block to a line."""
    return "\n".join(_block(block) for block in re.split(r"\n\s*\n", text.strip()))


def opening(text: str, words: int = 40) -> str:
    """The first `words` words as plain text with an ellipsis: what a feed of summaries shows."""
    first = text.replace("*", "").replace(">", " ").split()
    return " ".join(first[:words]) + (" [...]" if len(first) > words else "")
