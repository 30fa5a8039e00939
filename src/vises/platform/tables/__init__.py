"""Reading tables from files of others, and writing workbooks for others."""

from vises.platform.tables.reading import TableProblem, read_table
from vises.platform.tables.writing import Sheet, neutral, workbook

__all__ = ["Sheet", "TableProblem", "neutral", "read_table", "workbook"]
