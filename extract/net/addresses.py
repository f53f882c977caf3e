"""Which addresses of the Internet a page may be fetched from: public ones only, unless a user allows others by name.

A page, a feed or a redirect can name any address, so what it names must not lead into the machine that asks, its network
or its cloud. The tables follow the IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890) and are kept here
rather than taken from `ipaddress.is_global`, which lets NAT64, 6to4 and multicast pass and differs between Pythons.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

RESERVED: tuple[tuple[Network, str], ...] = tuple(
    (ipaddress.ip_network(network), what)
    for network, what in (
        ("0.0.0.0/8", "an unspecified address (RFC 1122)"),
        ("10.0.0.0/8", "a private address (RFC 1918)"),
        ("100.64.0.0/10", "shared between a provider's customers (RFC 6598)"),
        ("127.0.0.0/8", "a loopback address (RFC 1122)"),
        ("168.63.129.16/32", "the platform of a cloud (Microsoft Azure)"),
        ("169.254.0.0/16", "a link-local address (RFC 3927)"),
        ("172.16.0.0/12", "a private address (RFC 1918)"),
        ("192.0.0.0/24", "reserved for protocols (RFC 6890)"),
        ("192.0.2.0/24", "for documentation (RFC 5737)"),
        ("192.88.99.0/24", "a 6to4 relay (RFC 7526)"),
        ("192.168.0.0/16", "a private address (RFC 1918)"),
        ("198.18.0.0/15", "for benchmarks (RFC 2544)"),
        ("198.51.100.0/24", "for documentation (RFC 5737)"),
        ("203.0.113.0/24", "for documentation (RFC 5737)"),
        ("224.0.0.0/4", "a multicast address (RFC 5771)"),
        ("240.0.0.0/4", "a reserved address (RFC 1112)"),
        ("::/128", "an unspecified address (RFC 4291)"),
        ("::1/128", "a loopback address (RFC 4291)"),
        ("::/96", "an IPv4-compatible address (RFC 4291)"),
        ("::ffff:0:0/96", "an IPv4-mapped address (RFC 4291)"),
        ("64:ff9b::/96", "a NAT64 address (RFC 6052)"),
        ("64:ff9b:1::/48", "a NAT64 address (RFC 8215)"),
        ("2001::/32", "a Teredo address (RFC 4380)"),
        ("2001::/23", "reserved for protocols (RFC 2928)"),
        ("2001:db8::/32", "for documentation (RFC 3849)"),
        ("2002::/16", "a 6to4 address (RFC 3056)"),
        ("3fff::/20", "for documentation (RFC 9637)"),
        ("fc00::/7", "a private address (RFC 4193)"),
        ("fe80::/10", "a link-local address (RFC 4291)"),
        ("fec0::/10", "a site-local address (RFC 3879)"),
        ("ff00::/8", "a multicast address (RFC 4291)"),
    )
)
UNICAST = ipaddress.ip_network("2000::/3")  # RFC 4291 2.4: all that IANA gives out of IPv6
NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
HOST_AND_PORT = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[^\[\]/:\s]+)(?::(?P<port>\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be asked although it is not public: networks, and hosts, each with a port or with None for all ports."""

    networks: tuple[Network, ...] = ()
    hosts: frozenset[tuple[str, int | None]] = frozenset()


NOTHING = Allowed()


def allowed(lines: Iterable[str]) -> Allowed:
    """The networks (``10.0.0.0/8``, ``::1``) and hosts (``wiki.intern``, ``wiki.intern:8080``) that ``lines`` name.

    Raises ValueError for a line that is neither.
    """
    networks: list[Network] = []
    hosts: set[tuple[str, int | None]] = set()
    for line in lines:
        try:
            networks.append(ipaddress.ip_network(line))
            continue
        except ValueError as error:
            parts = HOST_AND_PORT.fullmatch(line)
            if not parts or int(parts["port"] or 0) > 65535:
                raise ValueError(f"{line!r} is neither a network (10.0.0.0/8) nor a host (wiki.intern:80)") from error
        hosts.add((parts["host"].strip("[]").lower(), int(parts["port"]) if parts["port"] else None))
    return Allowed(tuple(networks), frozenset(hosts))


def reserved(address: Address) -> str:
    """What an address is if it is not a public one, or ``""``."""
    for network, what in RESERVED:
        if address in network:
            return what
    return "" if address.version == 4 or address in UNICAST else "not handed out (RFC 4291)"


def refusal(host: str, port: int, found: Iterable[str], allowed: Allowed) -> str:
    """Why a host must not be connected to that has the addresses ``found``, or ``""``.

    One address within is enough: a name that leads inside and outside is not to be trusted with the choice.
    """
    if {(host.lower(), port), (host.lower(), None)} & allowed.hosts:
        return ""
    for address in map(ipaddress.ip_address, found):
        if (what := reserved(address)) and not any(address in network for network in allowed.networks):
            leads = f"{host} is" if host == str(address) else f"{host} leads to {address},"
            return f"{leads} {what}; if it is meant, name it in the study under allow"
    return ""


def literal(host: str) -> Address | None:
    """The address that a host is in itself, in any form that resolvers take: ``127.1``, ``0x7f000001``, ``2130706433``.

    None for a name, but the names of the machine itself (RFC 6761 6.3) are ``127.0.0.1``.
    """
    # Names are looked up with the full stops of Chinese and Japanese made plain (UTS 46), which NFKC leaves.
    name = unicodedata.normalize("NFKC", host).replace("\u3002", ".").lower().strip("[]").rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return ipaddress.IPv4Address("127.0.0.1")
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return _numbers(name.split("."))


def _numbers(parts: list[str]) -> Address | None:
    """One to four numbers as `inet_aton` reads them: the last one fills the bytes that are left."""
    if len(parts) > 4 or not all(NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:  # 08 is no octal number
        return None
    *first, last = numbers
    if any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):
        return None
    return ipaddress.IPv4Address(sum(number << 8 * (3 - place) for place, number in enumerate(first)) + last)


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") else 10)
