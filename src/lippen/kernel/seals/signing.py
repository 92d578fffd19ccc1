"""The key that signs a break of the trail: Ed25519, its private half kept outside the database and not needed to check.

Whoever restores signs; whoever verifies needs only the public half, which lies beside it with the ending `.pub`.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lippen.kernel.seals.problems import SealProblem

RAW = serialization.Encoding.Raw
NO_KEY = (
    "There is no key to sign with at {path}. Put back the key from its safe place, or set LIPPEN_AUDIT_KEY to where it "
    "is. A new key would not be believed by whoever holds the old public half."
)


def public_half(path: Path) -> Path:
    """Where the public half lies."""
    return path.with_name(f"{path.name}.pub")


def ensure_key(path: Path) -> None:
    """Make the pair when neither half is there; readable by its owner alone."""
    if path.exists() or public_half(path).exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    made = Ed25519PrivateKey.generate()
    secret = made.private_bytes(RAW, serialization.PrivateFormat.Raw, serialization.NoEncryption())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was here first
        return
    with os.fdopen(descriptor, "w") as written:
        written.write(secret.hex())
    public_half(path).write_text(_raw(made.public_key()).hex())


def key_name(path: Path) -> str:
    """By what the key is told from another."""
    return hashlib.sha256(_raw(_private(path).public_key())).hexdigest()[:16]


def sign(path: Path, message: bytes) -> str:
    """The key's signature over a message."""
    return _private(path).sign(message).hex()


def _private(path: Path) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text().strip()))
    except FileNotFoundError:
        raise SealProblem(NO_KEY.format(path=path)) from None
    except ValueError:
        raise SealProblem(f"{path} does not hold the key that signs breaks. Put back the right file.") from None


def holds(path: Path, message: bytes, signature: str) -> bool:
    """Whether a signature is this key's, by its public half; never when there is none."""
    try:
        public = bytes.fromhex(public_half(path).read_text().strip())
        Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(signature), message)
    except (OSError, ValueError, InvalidSignature):
        return False
    return True


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(RAW, serialization.PublicFormat.Raw)
