"""Sealing: every text about a person under a key of its own, so that one key destroyed is one text gone for good.

A text is encrypted (AES-256-GCM) under a fresh data key; the data key is wrapped by its case's key, and that by the
master key, which lies in a file outside the database. Every box is bound to its partnership, case, position and path.
"""

import base64
import binascii
import hashlib
import hmac
import os
from pathlib import Path
from typing import Literal, get_args

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from store import refusals
from store.chain import canonical

Fingerprinted = Literal["commands", "names", "attempts"]
"""What is kept as a fingerprint: one kind says nothing about another, even where the same was typed."""

_KEY = 32
_NONCE = 12


class CaseSealer:
    """Seals and opens the texts of one case."""

    def __init__(self, case_key: bytes, partnership: str, case: str) -> None:
        self._cipher = AESGCM(case_key)
        self._whose = (partnership, case)

    def seal(self, position: int, path: str, text: str) -> tuple[bytes, bytes]:
        """The box, and its data key wrapped."""
        drawn = os.urandom(_KEY + 2 * _NONCE)
        data_key, nonce, key_nonce = drawn[:_KEY], drawn[_KEY:-_NONCE], drawn[-_NONCE:]
        bound = canonical((*self._whose, position, path))
        box = nonce + AESGCM(data_key).encrypt(nonce, text.encode(), bound)
        return box, key_nonce + self._cipher.encrypt(key_nonce, data_key, bound)

    def open(self, position: int, path: str, box: bytes, wrapped: bytes) -> str | None:
        """The text; None where box and key do not fit."""
        bound = canonical((*self._whose, position, path))
        data_key = _opened(self._cipher, wrapped, bound)
        text = _opened(AESGCM(data_key), box, bound) if data_key is not None and len(data_key) == _KEY else None
        return text.decode() if text is not None else None


class Sealer:
    """Holds the master key of one partnership."""

    def __init__(self, master: bytes, partnership: str) -> None:
        self._partnership = partnership
        self._cipher = AESGCM(master)
        self._fingerprints = {
            of: hmac.digest(master, f"duecourse: fingerprints of {of}".encode(), "sha256")
            for of in get_args(Fingerprinted)
        }
        self.key_id = hmac.digest(master, b"duecourse: which master key", "sha256").hex()

    def new_case(self, case: str) -> tuple[CaseSealer, bytes]:
        """A fresh key for a case, ready to seal, and the same wrapped."""
        drawn = os.urandom(_KEY + _NONCE)
        key, nonce = drawn[:_KEY], drawn[_KEY:]
        return CaseSealer(key, self._partnership, case), nonce + self._cipher.encrypt(nonce, key, self._bound(case))

    def case(self, case: str, wrapped: bytes) -> CaseSealer | None:
        """The case's key, ready to seal and open; None where the wrapped key is not what it was."""
        key = _opened(self._cipher, wrapped, self._bound(case))
        return CaseSealer(key, self._partnership, case) if key is not None else None

    def seal_apart(self, name: str, text: str) -> tuple[bytes, bytes]:
        """A text that belongs to no case, under a key of its own: the box, and that key wrapped."""
        sealer, wrapped = self.new_case(name)
        box, key = sealer.seal(0, name, text)
        return box, bytes((len(key),)) + key + wrapped

    def open_apart(self, name: str, box: bytes, wrapped: bytes) -> str | None:
        """The text again; None where box and key do not fit."""
        length = wrapped[0] + 1
        sealer = self.case(name, wrapped[length:])
        return sealer.open(0, name, box, wrapped[1:length]) if sealer else None

    def fingerprint(self, content: bytes, of: Fingerprinted) -> str:
        """HMAC-SHA256 in hex, under a key of its own for each kind of content, derived from the master key."""
        return hmac.digest(self._fingerprints[of], content, "sha256").hex()

    def _bound(self, case: str) -> bytes:
        return canonical((self._partnership, case))


def wrapped_hash(wrapped: bytes) -> str:
    """What a sealed field says about its wrapped data key, so that a change is found without the master key."""
    return hashlib.sha256(wrapped).hexdigest()


def new_secret() -> str:
    """256 random bits as text that fits into an address: a session, a token, a form's own key."""
    return base64.urlsafe_b64encode(os.urandom(_KEY)).rstrip(b"=").decode()


def write_key(path: Path) -> bytes:
    """A new master key in a new file that only its owner reads: 32 random bytes in base64.

    Raises: Refused("key-exists"), OSError.
    """
    master = os.urandom(_KEY)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise refusals.key_exists(str(path)) from None
    with os.fdopen(file, "wb") as out:
        out.write(base64.b64encode(master) + b"\n")
        out.flush()
        os.fsync(out.fileno())
    return master


def read_key(path: Path) -> bytes | None:
    """The master key of a file; None where there is no readable one. Raises: Refused("wrong-key")."""
    try:
        master = base64.b64decode(path.read_bytes().strip(), validate=True)
    except OSError:
        return None
    except binascii.Error:
        master = b""
    if len(master) != _KEY:
        raise refusals.wrong_key(str(path))
    return master


def _opened(cipher: AESGCM, box: bytes, bound: bytes) -> bytes | None:
    try:
        return cipher.decrypt(box[:_NONCE], box[_NONCE:], bound)
    except (InvalidTag, ValueError):
        return None
