"""What is done to versions of the method: brought in from content, drafted, released, adopted from files."""

from vises.apps.methodology.services.loading import SOURCE_LANGUAGE, load, lock_lines, read_version

__all__ = ["SOURCE_LANGUAGE", "load", "lock_lines", "read_version"]
