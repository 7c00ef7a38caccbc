"""All figures in one run: scans, screens, rotation; ``make bench``."""

from __future__ import annotations

import subprocess
import sys

PARTS = (
    ["bench.scans"],
    ["bench.backups"],
    ["bench.screens"],
    ["bench.peak"],
    ["bench.report"],
    ["bench.rotation", "--seeds", "20"],
)
"""Twenty seeds keep the run to some minutes; ``python -m bench.rotation`` alone takes a hundred."""


def main() -> None:
    for part in PARTS:
        if part[0] in ("bench.screens", "bench.peak") and sys.platform == "win32":
            continue  # they need a pty
        print(f"\n# {part[0]}", flush=True)
        subprocess.run([sys.executable, "-m", *part], check=True)


if __name__ == "__main__":
    main()
