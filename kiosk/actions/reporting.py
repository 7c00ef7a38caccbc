"""Writing the report into files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kiosk.actions.fallback import signature_list
from kiosk.desk import Desk
from kiosk.exchange.report_html import write_html
from kiosk.exchange.report_pdf import write_funder, write_report
from kiosk.rules.document import Document


def write_files(
    desk: Desk, made: Document, html: Path | None, pdf: Path | None, funder: Path | None
) -> Iterator[tuple[Path, str]]:
    """Each file that was written, with the characters that no font has and that are left out.

    Raises:
        KioskError: a file cannot be written, or nobody is on the list for signatures.
    """
    if html:
        write_html(html, made)
        yield html, ""
    if pdf:
        yield pdf, write_report(pdf, made)
    if funder:
        yield funder, write_funder(funder, made, signature_list(desk))
