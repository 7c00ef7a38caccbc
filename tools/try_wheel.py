"""Installs the built wheel into an empty environment and runs it from there, away from the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Installs, asks for help, and plays a day without a terminal."""
    (wheel,) = (ROOT / "dist").glob("*.whl")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        venv.create(home / "env", with_pip=True)
        binaries = home / "env" / ("Scripts" if sys.platform == "win32" else "bin")
        pip = [binaries / "python", "-m", "pip", "install", "--quiet", "--constraint", ROOT / "constraints.txt", wheel]
        subprocess.run(pip, check=True, cwd=home)
        said = subprocess.run([binaries / "kiosk", "--help"], check=True, cwd=home, capture_output=True, text=True)
        sys.stdout.write(said.stdout)
        played = subprocess.run([binaries / "kiosk", "demo", "--json"], check=True, cwd=home, stdout=subprocess.PIPE)
        report = json.loads(played.stdout)
        sys.stdout.write(f"{report['figures']}\n")
        return 0 if all(check["holds"] for check in report["checks"]) else 1


if __name__ == "__main__":
    sys.exit(main())
