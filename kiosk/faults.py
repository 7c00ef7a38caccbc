"""Why a file could not be written or read, in the user's language: the operating system tells it in its own."""

from __future__ import annotations

import errno
from typing import Final

from kiosk.i18n import N_, _

_REASONS: Final = {
    errno.ENOENT: N_("this file or folder is not there"),
    errno.ENOTDIR: N_("a part of the path is a file and no folder"),
    errno.EISDIR: N_("this is a folder"),
    errno.EEXIST: N_("a file of this name is there already"),
    errno.EACCES: N_("this may not be done here"),
    errno.EPERM: N_("this may not be done here"),
    errno.EROFS: N_("the disk can only be read"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EFBIG: N_("the file gets too large for this disk"),
    errno.EBUSY: N_("it is in use by another program"),
    errno.EIO: N_("the disk or stick does not answer properly"),
    errno.ENXIO: N_("the disk or stick does not answer properly"),
    errno.ENODEV: N_("the disk or stick is no longer there"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EINVAL: N_("the name is not possible here"),
    errno.ELOOP: N_("the path leads back to itself"),
    errno.EMFILE: N_("too many files are open"),
}


def reason(error: OSError) -> str:
    """What the operating system means, for the end of a sentence; its number where that is all that is known."""
    number = error.errno or 0
    known = _REASONS.get(number)
    return _(known) if known else _("the operating system says no, with number {number}").format(number=number)
