"""Which addresses may be asked: public ones, in whatever form they are written, and what a user allows."""

import ipaddress

import pytest

from extract.net import addresses
from extract.net.addresses import NOTHING

WITHIN = (
    "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 168.63.129.16 "
    "169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 "
    "198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 "
    ":: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 "
    "100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: "
    "2002:808:808:: 3fff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%2 fec0::1 ff02::1"
)
PUBLIC = (
    "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 169.253.255.255 "
    "172.15.255.255 172.32.0.0 192.0.1.1 192.167.255.255 198.17.255.255 198.20.0.0 223.255.255.255 "
    "2001:200::1 2001:4860:4860::8888 2003::1 2606:4700::1111 2a00:1450::1"
)


@pytest.mark.parametrize("address", WITHIN.split())
def test_no_address_of_a_machine_a_network_or_a_registry_is_public(address: str) -> None:
    assert addresses.reserved(ipaddress.ip_address(address)) != ""
    assert "allow" in addresses.refusal("blog.example", 80, [address], NOTHING)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_public_addresses_may_be_asked_up_to_the_borders(address: str) -> None:
    assert addresses.reserved(ipaddress.ip_address(address)) == ""
    assert addresses.refusal("blog.example", 80, [address], NOTHING) == ""


def test_one_address_within_is_enough() -> None:
    said = addresses.refusal("blog.example", 80, ["1.1.1.1", "10.0.0.7"], NOTHING)

    assert "blog.example leads to 10.0.0.7, a private address (RFC 1918)" in said


@pytest.mark.parametrize(
    ("lines", "host", "port", "may"),
    [
        (("10.0.0.0/8",), "wiki.intern", 80, True),
        (("10.0.0.7",), "wiki.intern", 80, True),
        (("10.0.0.8",), "wiki.intern", 80, False),
        (("::1/128",), "wiki.intern", 80, False),
        (("wiki.intern",), "wiki.intern", 8080, True),
        (("WIKI.intern:8080",), "wiki.Intern", 8080, True),
        (("wiki.intern:8080",), "wiki.intern", 80, False),
        (("[fd00::7]:80", "wiki.intern"), "fd00::7", 80, True),
        (("[fd00::7]:80",), "fd00::7", 81, False),
        (("intern",), "wiki.intern", 80, False),
        ((), "wiki.intern", 80, False),
    ],
)
def test_what_a_user_allows_may_be_asked(lines: tuple[str, ...], host: str, port: int, may: bool) -> None:
    assert (addresses.refusal(host, port, ["10.0.0.7"], addresses.allowed(lines)) == "") == may


@pytest.mark.parametrize("line", ["", "10.0.0.1/8", "a/b", "http://a.example", "a.example:99999", "a b", "a:b:c"])
def test_only_networks_and_hosts_can_be_allowed(line: str) -> None:
    with pytest.raises(ValueError, match="neither a network"):
        addresses.allowed([line])


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("127.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0X7F.1", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("0177.0.0.01", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("１２７.0.0.1", "127.0.0.1"),
        ("127。0。0。1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("::FFFF:7f00:1", "::ffff:7f00:1"),
        ("0", "0.0.0.0"),
        ("localhost", "127.0.0.1"),
        ("Blog.LocalHost.", "127.0.0.1"),
        ("8.8.8.8", "8.8.8.8"),
        ("a.example", None),
        ("1.2.3.4.5", None),
        ("256.1.1.1", None),
        ("1.2.3.256", None),
        ("4294967296", None),
        ("08.1.1.1", None),
        ("", None),
    ],
)
def test_an_address_is_known_in_every_form_of_writing(host: str, address: str | None) -> None:
    assert addresses.literal(host) == (ipaddress.ip_address(address) if address else None)
