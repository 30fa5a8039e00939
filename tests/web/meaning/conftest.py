"""The story that the rooms below tell."""

import importlib.util
from pathlib import Path

_place = Path(__file__).resolve().parents[2] / "apps" / "valorisation" / "conftest.py"
_spec = importlib.util.spec_from_file_location("told_fixture", _place)
assert _spec is not None and _spec.loader is not None
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
told = _module.told
