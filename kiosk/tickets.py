"""What the QR codes of other ticket systems hold beside the secret that stands in their exported lists."""

from __future__ import annotations

import base64
import json
import re
from typing import Any, Final
from uuid import UUID

_ALFIO: Final = re.compile(r"([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})/[A-Za-z0-9+/]{43}=", re.IGNORECASE)
_LUMA: Final = re.compile(r"https?://(?:www\.)?(?:lu\.ma|luma\.com)/[^?#]*\?(?:[^#]*&)?pk=([^&#]+)", re.IGNORECASE)


def contained(text: str) -> tuple[str, ...]:
    """Further texts to look up for a ticket, empty where the ticket's text is all there is. Nothing raises.

    alf.io prints ``uuid/hmac`` and exports the uuid. Luma prints a check-in URL; only its ``pk`` names the guest, the
    path names the event. Indico and eventyay print JSON.
    """
    if match := _ALFIO.fullmatch(text) or _LUMA.fullmatch(text):
        return (match[1],)
    if not text.startswith("{"):
        return ()
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    return tuple(_secrets(held))


def _secrets(held: dict[str, Any]) -> list[str]:
    """Indico: ``checkin_secret`` before version 3.3, then ``i`` = [version, server, secret]; eventyay: ``ticket``."""
    compact = held.get("i")
    if isinstance(compact, list) and len(compact) >= 3:
        # An accompanying person's own id follows the secret of the registration that the person belongs to.
        return _uuid_forms(_decoded(compact[-1]))
    stated = [held.get("checkin_secret"), held.get("ticket")]
    return [form for secret in stated if isinstance(secret, str) and secret for form in _uuid_forms(secret)]


def _decoded(secret: object) -> str:
    try:
        return str(UUID(bytes=base64.b64decode(str(secret), validate=True)))
    except ValueError:
        return ""


def _uuid_forms(secret: str) -> list[str]:
    """A uuid with and without dashes, since exports write either; any other secret as it is."""
    try:
        return [secret, str(UUID(secret)), UUID(secret).hex]
    except ValueError:
        return [secret] if secret else []
