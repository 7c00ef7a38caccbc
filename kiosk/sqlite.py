"""sqlite-utils, imported without pandas and numpy.

sqlite-utils imports them wherever they are installed, and the planner's optional library brings them along. kiosk has
no use for them here, and they would cost a quarter of a second at every start.
"""

from __future__ import annotations

import sys
from typing import Any

_modules: dict[str, Any] = sys.modules
_hidden = [name for name in ("pandas", "numpy") if name not in _modules]
_modules |= dict.fromkeys(_hidden)
from sqlite_utils import Database, Migrations  # noqa: E402

for _name in _hidden:
    del _modules[_name]

__all__ = ["Database", "Migrations"]
