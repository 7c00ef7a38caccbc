"""Sealing files so that only those can read them who are meant to: age for backups, an AES zip for exports.

Both are formats of others, kept for years: who gets a file opens it with ``age`` or 7-Zip, without kiosk.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import pyrage

from kiosk.faults import reason
from kiosk.i18n import _
from kiosk.model import KioskError

MAGIC: Final = b"age-encryption.org/v1\n"
"""How a file begins that age has sealed."""

_BY_PASSPHRASE: Final = b"-> scrypt "
_SECRET: Final = re.compile(r"^AGE-SECRET-KEY-1[0-9A-Z]+$", re.MULTILINE)
_STRANGER: Final = ("Decryption failed", "No matching keys found")
"""What the library says where the key is another one; everything else means that the file is not whole."""


@dataclass(frozen=True, slots=True)
class Lock:
    """What seals a file: a passphrase, or the public keys of those who may open it. Neither: it stays open to all."""

    passphrase: str = ""
    recipients: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.passphrase or self.recipients)

    @property
    def sort(self) -> str:
        """What is needed to open it: ``passphrase``, ``key``, or nothing."""
        return "passphrase" if self.passphrase else "key" if self.recipients else ""


def seal(source: Path, target: Path, lock: Lock) -> None:
    """Writes the sealed form of a file, readable by its owner only.

    Raises:
        KioskError: a public key is none.
        OSError: it cannot be written.
    """
    with source.open("rb") as plain, open_new(target) as sealed:
        if lock.passphrase:
            sealed.write(pyrage.passphrase.encrypt(plain.read(), lock.passphrase))
        else:
            pyrage.encrypt_io(plain, sealed, [_public(key) for key in lock.recipients])


def _public(key: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError:
        text = _("“{key}” is no public key. Copy the whole line that begins with age1, as kiosk key has shown it.")
        raise KioskError(text.format(key=key)) from None


def check_recipients(keys: Iterable[str]) -> None:
    """Makes sure that keys are usable before a backup is due.

    Raises:
        KioskError: one is none.
    """
    for key in keys:
        _public(key)


def needed(path: Path) -> str:
    """What opens a file: ``passphrase``, ``key``, or nothing where it is not sealed.

    Raises:
        KioskError: it ends before it says so.
        OSError: it cannot be read.
    """
    whole = len(MAGIC) + len(_BY_PASSPHRASE)
    with path.open("rb") as file:
        head = file.read(whole)
    if not head.startswith(MAGIC):
        return ""
    if len(head) < whole:
        raise KioskError(cut_short(path))
    return "passphrase" if head.endswith(_BY_PASSPHRASE) else "key"


def unseal(source: Path, target: Path, passphrase: str = "", secrets: Sequence[str] = ()) -> None:
    """Opens a sealed file.

    Raises:
        KioskError: it is another passphrase or key, or the file is cut short or damaged.
        OSError: it cannot be read or written.
    """
    sort, sealed = needed(source), source.read_bytes()
    try:
        if sort == "passphrase":
            plain = pyrage.passphrase.decrypt(sealed, passphrase)
        else:
            plain = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(secret) for secret in secrets])
    except pyrage.IdentityError:
        raise KioskError(_("The secret key is not whole. Copy the file that kiosk key has written.")) from None
    except pyrage.DecryptError as error:
        if str(error) not in _STRANGER:
            raise KioskError(cut_short(source)) from None
        wrong = (
            _("The passphrase is not the one of {file}.") if sort == "passphrase" else _("{file} is for another key.")
        )
        raise KioskError(wrong.format(file=source.name)) from None
    with open_new(target) as file:
        file.write(plain)


def cut_short(path: Path) -> str:
    """What is said of a file that does not hold what it should."""
    return _("{file} is cut short or damaged. Take an older backup; nothing was changed.").format(file=path.name)


def open_new(path: Path) -> BinaryIO:
    """A new file for writing that only its owner can read."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def make_key(path: Path) -> str:
    """Writes a new secret key in the form of age and returns the public key that belongs to it.

    Raises:
        KioskError: the file is there already, or cannot be written.
    """
    secret = pyrage.x25519.Identity.generate()
    public = str(secret.to_public())
    try:
        with open_new(path) as file:
            file.write(f"# public key: {public}\n{secret}\n".encode())
    except FileExistsError:
        raise KioskError(_("{file} is there already; a key is never overwritten.").format(file=path)) from None
    except OSError as error:
        text = _("{file} cannot be written: {reason}.")
        raise KioskError(text.format(file=path, reason=reason(error))) from None
    return public


def read_keys(path: Path) -> list[str]:
    """The secret keys in a file.

    Raises:
        KioskError: there is none, or it cannot be read.
    """
    found = _SECRET.findall(_text(path))
    if not found:
        raise KioskError(_("{file} holds no secret key: it begins with AGE-SECRET-KEY-1.").format(file=path))
    return found


def read_passphrase(path: Path) -> str:
    """The passphrase that is the first line of a file.

    Raises:
        KioskError: it is empty, or the file cannot be read.
    """
    lines = _text(path).splitlines()
    if not lines or not lines[0].strip():
        raise KioskError(_("{file} holds no passphrase: write it into the first line.").format(file=path))
    return lines[0].strip()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise KioskError(_("{file} cannot be read; check its name and who may open it.").format(file=path)) from None


def zip_sealed(files: Sequence[Path], target: Path, passphrase: str) -> None:
    """Packs files into a zip that 7-Zip, WinZip and the Finder's helpers open with the passphrase (AES-256).

    Raises:
        OSError: it cannot be written.
    """
    import pyzipper  # brings a library of ciphers along that nothing else needs

    with (
        open_new(target) as file,
        pyzipper.AESZipFile(file, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as packed,
    ):
        packed.setpassword(passphrase.encode())
        for path in files:
            packed.write(path, path.name)
