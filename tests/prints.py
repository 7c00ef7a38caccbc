"""Looking at printed pages: rendered to pixels, their codes read again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image


def pages(path: Path, dpi: int = 150) -> Iterator[Image.Image]:
    """Every page of a PDF as a grey picture."""
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            yield page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")


def codes(picture: Image.Image) -> list[str]:
    """The QR codes that a reader finds on a page."""
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]


def dark(picture: Image.Image) -> Image.Image:
    """White where the page is dark, black where it is not."""
    return picture.point(lambda level: 255 if level < 160 else 0)


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """The bounds of everything that is dark."""
    bounds = dark(picture).getbbox()
    assert bounds, "the page is blank"
    return bounds


def gaps(picture: Image.Image) -> int:
    """How many columns of white stand between what is dark, from left to right."""
    word = dark(picture).crop(ink(picture))
    columns = [bool(word.crop((x, 0, x + 1, word.height)).getbbox()) for x in range(word.width)]
    return sum(here and not there for here, there in pairwise(columns))


def places(picture: Image.Image) -> list[tuple[str, tuple[int, int, int, int]]]:
    """The QR codes of a page, each with the bounds of its dark square."""
    found = []
    for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode):
        at = code.position
        corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        across, down = [corner.x for corner in corners], [corner.y for corner in corners]
        found.append((code.text, (min(across), min(down), max(across), max(down))))
    return found


def texts(path: Path) -> list[str]:
    """What stands on each page of a PDF, as a program reads it."""
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]
