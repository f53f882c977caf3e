"""Pages that stand in the place of a page: a bot wall that wants a browser, or a question for consent.

They come with any status, 200 among them, so a wall is known by its own signs. A sign has to be one that no blog sends
by itself: a header of the wall, a host that does nothing else, or a title together with a mark in the page's source.
"""

import re
from urllib.parse import urlsplit

from extract.post import Page

HEADERS = {
    ("cf-mitigated", "challenge"): "Cloudflare",  # developers.cloudflare.com, "Detect a Challenge Page response"
    ("x-amzn-waf-action", "challenge"): "AWS WAF",  # docs.aws.amazon.com, "CAPTCHA and Challenge action behavior"
    ("x-amzn-waf-action", "captcha"): "AWS WAF",
    ("x-vercel-mitigated", "challenge"): "Vercel",
    ("sg-captcha", "challenge"): "SiteGround",
}
HOSTS = (
    (re.compile(r"consent\.google\.[a-z.]+|consent\.youtube\.com"), "Google's question for consent"),
    (re.compile(r"(?:consent|guce)\.(?:[a-z]+\.)?yahoo\.com|guce\.[a-z]+\.com"), "Yahoo's question for consent"),
    (re.compile(r"validate\.perfdrive\.com"), "Radware"),
)
TITLES = (
    ("just a moment...", b"challenge-platform", "Cloudflare"),
    ("just a moment...", b"_cf_chl_opt", "Cloudflare"),
    ("attention required! | cloudflare", b"cf-error-details", "Cloudflare"),
    ("ddos-guard", b"ddos-guard", "DDoS-Guard"),
    ("making sure you're not a bot!", b"anubis", "Anubis"),
    ("making sure you&#39;re not a bot!", b"anubis", "Anubis"),
    ("pardon our interruption", b"made us think", "Imperva"),
    ("", b"incapsula incident id", "Imperva"),
    ("access to this page has been denied", b"px-captcha", "HUMAN"),
    ("you are being redirected...", b"sucuri_cloudproxy_js", "Sucuri"),
    ("vercel security checkpoint", b"vercel", "Vercel"),
    ("robot challenge screen", b"sgcaptcha", "SiteGround"),
)
"""Title in small letters, a mark in the source, and whose wall that is."""

HEAD = 16_384  # bytes; walls are short, and their marks are at their beginning
TITLE = re.compile(rb"<title[^>]{0,100}>([^<]{0,200})</title", re.I)


def leads_to(url: str) -> str:
    """Whose wall an address is, whatever it answers, or ``""``."""
    host = urlsplit(url).hostname or ""
    return next((whose for pattern, whose in HOSTS if pattern.fullmatch(host)), "")


def wall(page: Page) -> str:
    """Whose wall a page is, or ``""``."""
    for name, value in page.headers:
        if (name, value.strip().lower()) in HEADERS:
            return HEADERS[name, value.strip().lower()]
    return shown(page.body)


def shown(body: bytes) -> str:
    """Whose wall the markup of a page is, or ``""``."""
    head = body[:HEAD].lower()
    if b"<html" not in head:
        return ""
    found = TITLE.search(head)
    title = found[1].decode("utf-8", "replace").strip() if found else ""
    return next((whose for name, mark, whose in TITLES if name == title and mark in head), "")
