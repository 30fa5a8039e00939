"""Reading tables from files of others."""

from vises.platform.tables.reading import TableProblem, read_table

__all__ = ["TableProblem", "read_table"]
