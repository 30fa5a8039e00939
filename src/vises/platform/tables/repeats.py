"""What others ask several times, and write in tables of its own: brought back into the row it belongs to.

ODK Central gives a .zip with a CSV for each repeat, KoboToolbox a workbook with a sheet for each. In one table, the
second child of somebody stands in columns that end in "[2]".
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import polars as pl

MOST_COLUMNS = 20_000
MOST_CELLS = 50_000_000
KEY, PARENT_KEY = "KEY", "PARENT_KEY"
INDEX, PARENT_INDEX, PARENT_TABLE = "_index", "_parent_index", "_parent_table_name"
_PLACE = re.compile(r"\[(\d{1,5})\]")
_OWN = frozenset({KEY, PARENT_KEY, INDEX, PARENT_INDEX, PARENT_TABLE})

Found = dict[str, dict[str, str]]
"""The key of a row to what is to stand in its new columns."""


class TooWide(Exception):
    """Somebody was asked the same more often than a table has columns for."""


def keyed(tables: Sequence[pl.DataFrame]) -> pl.DataFrame | None:
    """Tables of ODK Central as one; None where none of them is the table that the others belong to.

    The key of a repeat is a path: "uuid:…/house/child[2]". Raises TooWide.
    """
    main = next((table for table in tables if KEY in table.columns and PARENT_KEY not in table.columns), None)
    if main is None:
        return None
    found: Found = {}
    for table in tables:
        if KEY not in table.columns or PARENT_KEY not in table.columns:
            continue
        for row in table.iter_rows(named=True):
            root, _slash, path = (row[KEY] or "").partition("/")
            _put(found, root, _PLACE.findall(path), row, f"{_PLACE.sub('', path)}/")
    return _wide(main, KEY, found)


def indexed(sheets: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Sheets of KoboToolbox as one, the first being the one that the others belong to. Raises TooWide."""
    (name, main), *others = sheets.items()
    if INDEX not in main.columns:
        return main
    found: Found = {}
    above: dict[tuple[str, str], tuple[str, list[str]]] = {}  # a row of a sheet to its person and its places
    for sheet, table in others:
        if PARENT_INDEX not in table.columns:
            continue
        times: Counter[tuple[str, str]] = Counter()
        for row in table.iter_rows(named=True):
            parent = (row.get(PARENT_TABLE) or name, row[PARENT_INDEX] or "")
            root, places = above.get(parent, (parent[1], []))
            times[parent] += 1
            places = [*places, str(times[parent])]
            above[sheet, row.get(INDEX) or ""] = (root, places)
            _put(found, root, places, row, "")
    return _wide(main, INDEX, found)


def _put(found: Found, root: str, places: Sequence[str], row: Mapping[str, str | None], before: str) -> None:
    after = "".join(f"[{place}]" for place in places)
    cells = found.setdefault(root, {})
    for column, cell in row.items():
        # what the tool notes of the whole answer stands in its own row already
        if cell and column not in _OWN and not column.startswith("_submission__"):
            cells[f"{before}{column}{after}"] = cell


def _wide(main: pl.DataFrame, key: str, found: Found) -> pl.DataFrame:
    names = {name: None for cells in found.values() for name in cells if name not in main.columns}
    width = main.width + len(names)
    if width > MOST_COLUMNS or width * main.height > MOST_CELLS:
        raise TooWide
    keys = main.get_column(key).to_list()
    more = [pl.Series(name, [found.get(own or "", {}).get(name) for own in keys], dtype=pl.String) for name in names]
    return pl.DataFrame([*main.get_columns(), *more])
