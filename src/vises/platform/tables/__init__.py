"""Reading tables from files of others, and writing workbooks for others."""

from vises.platform.tables.reading import TableProblem, packed, read_table, read_told
from vises.platform.tables.sav import Told
from vises.platform.tables.sav_rows import SavColumn, SavSet, write_sav_rows
from vises.platform.tables.writing import Sheet, neutral, original, workbook, write_long_sheet

__all__ = [
    "SavColumn",
    "SavSet",
    "Sheet",
    "TableProblem",
    "Told",
    "neutral",
    "original",
    "packed",
    "read_table",
    "read_told",
    "workbook",
    "write_long_sheet",
    "write_sav_rows",
]
