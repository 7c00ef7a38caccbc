"""The report on pages: what a browser prints of it, and what stands at the head of each page of the PDF."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from test_report import GERMAN, printed
from world import booth_reader, make_folder, world_at

from kiosk.actions.closing import close
from kiosk.actions.document import document
from kiosk.exchange.report_html import write_html
from kiosk.exchange.report_pdf import write_report
from kiosk.i18n import speaking

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")


@pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium")
def test_a_browser_prints_the_numbers_below_each_chart(tmp_path: Path) -> None:
    with world_at(make_folder(tmp_path / "event", GERMAN, ["1;Werft;1", "2;Amt;1"])) as world:
        world.listed("T1", number=1)
        world.scan("T1")
        world.scan("T1", booth_reader("2"))
        world.clock.go(minutes=2)
        close(world.desk)
        with speaking("de"):
            write_html(tmp_path / "r.html", document(world.desk))
    assert "Die Zahlen stehen darunter." in (tmp_path / "r.html").read_text(encoding="utf-8")
    told = [f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={tmp_path / 'r.pdf'}", str(tmp_path / "r.html")]
    browser = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", *told]
    subprocess.run(browser, check=True, capture_output=True, timeout=120)
    below = " ".join(" ".join(printed(tmp_path / "r.pdf")).split()).split("Die Zahlen ")[1:]
    assert [text.split()[:2] for text in below[:4]] == [["09:00", "1"]] * 3 + [["09:00", "0"]]
    assert below[4].startswith("1 Werft 0 2 Amt 1 ")


def test_what_goes_on_the_next_page_has_its_heads_and_no_chart_is_cut_without_its_title(tmp_path: Path) -> None:
    booths = [f"{number};Betrieb {number};1" for number in range(1, 71)]
    folder = make_folder(tmp_path / "event", GERMAN + "[targets]\nT2 = 4\nG5 = 3\nF4 = 1\n", booths)
    with world_at(folder) as world:
        world.listed("T1", number=1)
        world.scan("T1")
        made = document(world.desk)
    line = next(line for line in made.lines if line.target)
    long = replace(made, sections=(("Alles", (line,) * 60),))
    with speaking("de"):
        write_report(tmp_path / "r.pdf", long)
    with pypdfium2.PdfDocument(tmp_path / "r.pdf") as pages:
        texts = [page.get_textpage().get_text_range() for page in pages]
    with_figures = [text for text in texts if line.definition[:30] in text]
    assert len(with_figures) > 2
    assert all("Soll" in text and "erreicht" in text for text in with_figures)
    with_bars = [text for text in texts if re.search(r"^\d+ Betrieb \d+ 0\r?$", text, re.MULTILINE)]
    assert len(with_bars) > 1
    assert all("Gespräche je Stand" in text for text in with_bars[:2])
