"""Where an endpoint is and with which key: as an option or the environment says. Reads the environment."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from datagen.errors import UsageError

ADDRESS, KEY = "OPENAI_BASE_URL", "OPENAI_API_KEY"


@dataclass(frozen=True, slots=True)
class OptionNames:
    """What messages call the options that name an endpoint and its model: a program may ask several."""

    base_url: str = "--base-url"
    model: str = "--model"


def address_of(
    base_url: str | None,
    nowhere: str,
    options: OptionNames = OptionNames(),
    environment: Mapping[str, str] = os.environ,
) -> tuple[str | None, str]:
    """Return address and key; no address is OpenAI's own, and a server of one's own may need no key.

    Raises:
        UsageError: there is neither address nor key, which `nowhere` says; or the address has no scheme.

    """
    address, key = base_url or environment.get(ADDRESS), environment.get(KEY)
    if not key and not address:
        raise UsageError(nowhere)
    if address is not None and not address.startswith(("http://", "https://")):
        message = f"{options.base_url if base_url else ADDRESS} {address!r} must begin with http:// or https://"
        raise UsageError(message)
    return address, key or "none"


def is_on_this_machine(base_url: str | None) -> bool:
    """Whether an address is loopback: requests to it must not go through the proxy that the environment names."""
    host = urlsplit(base_url or "").hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
