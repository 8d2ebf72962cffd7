"""Which addresses are public, and how the allow-list is read (G9)."""

import ipaddress

import pytest

from newsbot.errors import ConfigError
from newsbot.net.addresses import AllowEntry, is_global_unicast, is_permitted, parse_allow

NOT_PUBLIC = [
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1"),
    *("127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8"),
    *("192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255"),
    *("198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1"),
    *("255.255.255.255", "168.63.129.16"),
    *("::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1"),
    *("64:ff9b::8.8.8.8", "64:ff9b:1::1", "100::1", "2001::1", "2001:2::1", "2001:10::1"),
    *("2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::1", "3fff::1", "5f00::1"),
    *("fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1"),
    *("::ffff:0:127.0.0.1", "2606:4700::1111%eth0"),
]

PUBLIC = ["1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "::ffff:8.8.8.8", "2606:4700::1111"]


@pytest.mark.parametrize("text", NOT_PUBLIC)
def test_g9_an_address_outside_global_unicast_is_not_public(text: str) -> None:
    assert not is_global_unicast(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_a_global_unicast_address_is_public(text: str) -> None:
    assert is_global_unicast(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Intranet.Example", AllowEntry(host="intranet.example")),
        ("localhost:8080", AllowEntry(host="localhost", port=8080)),
        ("10.1.2.3", AllowEntry(network=ipaddress.ip_network("10.1.2.3/32"))),
        ("10.1.2.3:81", AllowEntry(network=ipaddress.ip_network("10.1.2.3/32"), port=81)),
        ("10.0.0.0/8", AllowEntry(network=ipaddress.ip_network("10.0.0.0/8"))),
        ("10.0.0.0/8:443", AllowEntry(network=ipaddress.ip_network("10.0.0.0/8"), port=443)),
        ("::1", AllowEntry(network=ipaddress.ip_network("::1/128"))),
        ("[::1]:9000", AllowEntry(network=ipaddress.ip_network("::1/128"), port=9000)),
        ("[fd00::/8]:80", AllowEntry(network=ipaddress.ip_network("fd00::/8"), port=80)),
        ("fd00::/8", AllowEntry(network=ipaddress.ip_network("fd00::/8"))),
    ],
)
def test_the_allow_list_takes_hosts_addresses_and_networks_with_ports(
    text: str, entry: AllowEntry
) -> None:
    assert parse_allow(f" {text} ,") == (entry,)


@pytest.mark.parametrize(
    "text", ["http://a.example", "10.0.0.1/8", "a b", "host:0", "host:65536", "host:", "*", "[::1"]
)
def test_a_wrong_allow_entry_is_named_in_the_error(text: str) -> None:
    with pytest.raises(ConfigError, match="NEWSBOT_NET_ALLOW") as failure:
        parse_allow(f"localhost,{text}")
    assert repr(text) in str(failure.value)


def permitted(address: str, allow: str, *, port: int = 80, host: str = "") -> bool:
    return is_permitted(ipaddress.ip_address(address), port, host, parse_allow(allow))


def test_an_allowed_network_opens_its_addresses_and_no_others() -> None:
    assert permitted("10.1.2.3", "10.0.0.0/8")
    assert permitted("::ffff:10.1.2.3", "10.0.0.0/8")
    assert not permitted("11.1.2.3", "10.0.0.0/9") or is_global_unicast(
        ipaddress.ip_address("11.1.2.3")
    )
    assert not permitted("192.168.0.1", "10.0.0.0/8")


def test_an_allowed_port_opens_no_other_port() -> None:
    assert permitted("10.1.2.3", "10.1.2.3:80", port=80)
    assert not permitted("10.1.2.3", "10.1.2.3:80", port=81)


def test_an_allowed_name_opens_what_it_leads_to_and_not_the_same_address_by_another_name() -> None:
    assert permitted("127.0.0.1", "localhost", host="localhost")
    assert not permitted("127.0.0.1", "localhost", host="evil.example")
    assert not permitted("127.0.0.1", "localhost", host="")


def test_a_zone_id_is_never_permitted() -> None:
    assert not permitted("fe80::1%lo", "fe80::/10")
