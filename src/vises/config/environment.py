"""Reading the environment, with types and plain refusals."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit


class UnsafeSettings(SystemExit):
    """The program does not start: the message says what to mend."""

    def __init__(self, message: str) -> None:
        super().__init__(f"vises does not start: {message}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if value not in {"", "0", "1", "no", "yes", "false", "true"}:
        raise UnsafeSettings(f"{name} is “{value}”; use 1 or 0.")
    return default if not value else value in {"1", "yes", "true"}


def names(name: str, default: str) -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def database(url: str, data: Path) -> dict[str, object]:
    """Django's database settings for `sqlite:///path` or `postgresql://user:password@host:port/name`."""
    if not url:
        url = f"sqlite:///{data / 'vises.sqlite3'}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            # Closing the last connection writes the whole log back, which costs more than keeping an answer does.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                    "PRAGMA secure_delete=ON;"  # trusted_schema=OFF would refuse Django's JSON checks
                ),
            },
            "TEST": {"NAME": str(data / "test.sqlite3")},
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise UnsafeSettings(f"DATABASE_URL begins with “{parts.scheme}”; use sqlite:/// or postgresql://.")


def sentences(name: str) -> str:
    """The folder of a sentence model, if one is given; whether its files are sound is looked at when they are read."""
    folder = text(name)
    if folder and find_spec("model2vec") is None:
        raise UnsafeSettings(
            f"{name} is set, and the library that reads such a model is not installed. Install vises with its extra "
            f"“sentences” (uv sync --extra sentences, or pip install 'vises[sentences]'), or unset {name}."
        )
    if folder and not Path(folder).is_dir():
        raise UnsafeSettings(f"{name} is “{folder}”, and there is no such folder. Nothing is downloaded: put it there.")
    return folder


def under_test() -> bool:
    return "pytest" in sys.modules
