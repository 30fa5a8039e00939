"""Reading content files into texts per language. Pure."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from vises.apps.methodology.rules import Origin
from vises.kernel.locale import LANGUAGES, Texts, typeset
from vises.kernel.problems import Problem

# libyaml reads ten times faster than Python where the wheel has it; both read the same
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def from_yaml(text: str) -> Any:
    """What a YAML text holds: plain values only, never objects. Raises yaml.YAMLError."""
    return yaml.load(text, _LOADER)


def read_yaml(file: Path) -> dict[str, Any]:
    """The mapping in a file. Raises Problem when it is missing or is not one."""
    try:
        found = from_yaml(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise Problem("methodology.unreadable", folder=file.name, error=str(error)) from error
    if not isinstance(found, dict):
        raise Problem("methodology.unreadable", folder=file.name, error="no mapping")
    return found


def texts_from(value: Mapping[str, str]) -> Texts:
    """Texts as they are set in each language. Raises KeyError when one of ours is missing."""
    return {language: typeset(" ".join(value[language].split()), language) for language in LANGUAGES}


def origin_from(value: object) -> Origin:
    """An origin. Raises ValueError when it is none."""
    if value == "stated":
        return "stated"
    if value == "related":
        return "related"
    if value == "proposed":
        return "proposed"
    raise ValueError(f"origin {value}")
