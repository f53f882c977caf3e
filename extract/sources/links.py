"""Addresses as feeds write them, and names for items that have none."""

from hashlib import sha256
from urllib.parse import urljoin

from extract.net.wire import asked, bad_address


def address(base: str, link: str) -> str:
    """An absolute address as it is asked, or ``""``: feeds also link to ``javascript:`` and with passwords."""
    try:
        joined = asked(urljoin(base, link.strip()))
    except ValueError:
        return ""
    return joined if link.strip() and not bad_address(joined) else ""


def digest(*parts: str) -> str:
    """A stable name for an item that has neither a guid nor a link."""
    return "sha256:" + sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
