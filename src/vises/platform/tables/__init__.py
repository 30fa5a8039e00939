"""Reading tables from files of others, and writing workbooks for others."""

from vises.platform.tables.reading import TableProblem, read_table, read_told
from vises.platform.tables.sav import Told, write_sav
from vises.platform.tables.writing import Sheet, neutral, original, workbook

__all__ = ["Sheet", "TableProblem", "Told", "neutral", "original", "read_table", "read_told", "workbook", "write_sav"]
