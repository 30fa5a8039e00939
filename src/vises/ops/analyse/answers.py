"""Answers in a file, as columns of text."""

from pathlib import Path

import polars as pl
from django.utils.translation import gettext as _

from vises.ops.analyse.problems import BadInput
from vises.platform.tables import TableProblem, read_table


def read_answers(path: Path) -> pl.DataFrame:
    """The answers of a file, one row per person. Raises BadInput with what to do."""
    try:
        return read_table(path.read_bytes(), path.name)
    except OSError as error:
        raise BadInput(
            _("%(file)s cannot be read (%(why)s). Check its name and place.")
            % {"file": path, "why": error.strerror or error}
        ) from error
    except TableProblem as problem:
        raise BadInput(str(problem)) from problem
