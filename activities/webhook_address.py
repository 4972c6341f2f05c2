"""Where nothing is ever posted: this machine, its link, and the metadata services of clouds (SSRF).

Private addresses are allowed: the systems of an agency are on its own network. A name is resolved here and the address
found is the one connected to, so that a name cannot point elsewhere after it was looked at.
"""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_METADATA = frozenset(
    map(ip_address, ("100.100.100.200", "168.63.129.16", "192.0.0.192", "169.254.169.254", "fd00:ec2::254"))
)
"""Alibaba Cloud, Azure, Oracle; Amazon and most others; Amazon by IPv6. Some of them are not link-local."""
_NAT64 = ip_network("64:ff9b::/96")


class AddressForbidden(Exception):
    """A name or address leads where nothing is posted; it does not say where."""


async def addresses_of(host: str, port: int, *, allow_loopback: bool) -> list[str]:
    """The addresses of a host, all fit to be posted to. Raises ``AddressForbidden``; ``OSError`` if it has none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not all(may_be_posted_to(address, allow_loopback=allow_loopback) for address in addresses):
        raise AddressForbidden
    return addresses


def may_be_posted_to(address: str, *, allow_loopback: bool = False) -> bool:
    """Whether an address is neither this machine's nor its link's, nor a metadata service, in whatever disguise."""
    plain = _undisguised(ip_address(address.partition("%")[0]))
    if plain.is_loopback:
        return allow_loopback
    forbidden = plain.is_link_local or plain.is_unspecified or plain.is_multicast or plain in _METADATA
    return not forbidden and not (isinstance(plain, IPv4Address) and (plain.is_reserved or plain in _THIS_NETWORK))


def _undisguised(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address inside an IPv6 one: mapped, 6to4, Teredo, or by NAT64 (RFC 6052)."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address


_THIS_NETWORK = ip_network("0.0.0.0/8")
