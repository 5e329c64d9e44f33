"""Which addresses a request may go to, and which of them count as this machine or network."""

from __future__ import annotations

import ipaddress
import socket
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from llm_extract.errors import SettingsError

Reach = Literal["loopback", "private", "public"]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PRIVATE_SUFFIXES = (".local", ".lan", ".internal", ".home.arpa")
# Addresses where clouds hand out the credentials of a machine: whoever can make us send a
# request there could read them. 169.254.0.0/16 and fe80::/10 are refused as a whole.
_METADATA_HOSTS = {"metadata.google.internal", "metadata.goog"}
_METADATA_ADDRESSES = {
    ipaddress.ip_address("100.100.100.200"),
    ipaddress.ip_address("168.63.129.16"),
    ipaddress.ip_address("fd00:ec2::254"),
}


def checked_base_url(base_url: str) -> str:
    """Return ``base_url`` without a trailing slash.

    The host is judged as it is written; names are not resolved.

    Raises:
        SettingsError: ``usage`` when it is no http(s) address or holds a user name, query or
            fragment; ``insecure_endpoint`` when it is a cloud's metadata service, or plain http
            to a host outside this machine and its private network.
    """
    parts = _split(base_url)
    host = parts.hostname or ""
    if _is_metadata(host):
        raise SettingsError(
            "insecure_endpoint", f"{host} hands out cloud credentials and is never called"
        )
    if parts.scheme == "http" and reach(base_url) == "public":
        raise SettingsError(
            "insecure_endpoint",
            f"plain http would show the articles to everyone on the way to {host}",
            hint="use https",
        )
    return parts.geturl().rstrip("/")


def reach(base_url: str) -> Reach:
    """How far requests to ``base_url`` travel, judged by its host.

    ``private`` are the private address ranges, names without a dot and the suffixes that never
    exist on the public internet.
    """
    host = (urlsplit(base_url).hostname or "").rstrip(".")
    address = _address(host)
    if address is None:
        return _reach_of_name(host)
    if address.is_loopback:
        return "loopback"
    return "private" if address.is_private else "public"


def _reach_of_name(host: str) -> Reach:
    if host == "localhost" or host.endswith(".localhost"):
        return "loopback"
    return "private" if "." not in host or host.endswith(_PRIVATE_SUFFIXES) else "public"


def _split(base_url: str) -> SplitResult:
    try:
        parts = urlsplit(base_url.strip())
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    # The address itself is not repeated: it may hold a password.
    if not usable:
        raise SettingsError(
            "usage", "the base URL is no http or https address", hint="http://127.0.0.1:8080/v1"
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise SettingsError(
            "usage",
            "the base URL holds a user name, password, query or fragment",
            hint="the key belongs into LLM_EXTRACT_API_KEY",
        )
    return parts


def _is_metadata(host: str) -> bool:
    address = _address(host)
    if address is None:
        return host.rstrip(".") in _METADATA_HOSTS
    return address.is_link_local or address in _METADATA_ADDRESSES


def _address(host: str) -> Address | None:
    """Read ``host`` as an IP address, also in the short and hexadecimal forms resolvers take."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        try:
            return ipaddress.ip_address(socket.inet_aton(host))
        except (OSError, ValueError):
            return None
    return getattr(address, "ipv4_mapped", None) or address
