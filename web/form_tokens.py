"""The token of a session's forms, under a new mask on every page, so that no two pages have the same one in them.

64 hexadecimal digits: 16 random bytes, and the session's own 16 XORed with them.
"""

import hmac
import re

from store.sealing import new_secret

SHAPE = re.compile(r"[0-9a-f]{64}")
_SIZE = 16


def key_of(secret: str) -> bytes:
    """What the forms of a session carry under its masks; nobody makes it who does not have the session's secret."""
    return hmac.digest(secret.encode(), b"form", "sha256")[:_SIZE]


def masked(key: bytes) -> str:
    """A token for one page."""
    mask = hmac.digest(new_secret().encode(), b"mask", "sha256")[:_SIZE]
    return (mask + _xor(mask, key)).hex()


def fits(token: str, key: bytes) -> bool:
    """Whether this is the key under any mask."""
    if not SHAPE.fullmatch(token):
        return False
    sent = bytes.fromhex(token)
    return hmac.compare_digest(_xor(sent[:_SIZE], sent[_SIZE:]), key)


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
