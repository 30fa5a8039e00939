"""What is done to versions of the method: brought in from content, drafted, released, completed, adopted from files."""

from vises.apps.methodology.services.loading import load, lock_lines, read_version

__all__ = ["load", "lock_lines", "read_version"]
