"""sqlite-utils, imported without pandas.

sqlite-utils imports pandas wherever that is installed, which the planner's optional library brings along. kiosk has no
use for it, and it would cost a quarter of a second at every start.
"""

from __future__ import annotations

import sys
from typing import Any

_modules: dict[str, Any] = sys.modules
_hidden = "pandas" not in _modules
if _hidden:
    _modules["pandas"] = None
from sqlite_utils import Database, Migrations  # noqa: E402

if _hidden:
    del _modules["pandas"]

__all__ = ["Database", "Migrations"]
