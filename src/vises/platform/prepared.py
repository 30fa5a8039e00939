"""Queries that are asked with every answer: Django writes their SQL once, not each time.

Writing a query down costs Django ten times what the database needs to answer it. Here the ORM still says what is
asked, what the columns mean and which objects result; only the writing is kept.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.query import get_related_populators

Found = TypeVar("Found", bound=models.Model)
TEXT = "\0text"
"""Stands in the query for the text it is asked about."""


@dataclass(frozen=True)
class _Written:
    """What is kept of a query: its SQL, and how a row of its answer becomes an object with those around it."""

    statement: str
    params: tuple[Any, ...]
    compiler: Any
    converters: Any
    model: Any
    names: list[str]
    start: int
    end: int
    around: list[Any]
    beside: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, query: "models.QuerySet[Any]") -> "_Written":
        compiler = query.query.get_compiler(connection=connection)
        statement, params = compiler.as_sql()
        fields = compiler.klass_info["select_fields"]
        start, end = fields[0], fields[-1] + 1
        return cls(
            statement=statement,
            params=tuple(params),
            compiler=compiler,
            converters=compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]]),
            model=compiler.klass_info["model"],
            names=[column[0].target.attname for column in compiler.select[start:end]],
            start=start,
            end=end,
            around=get_related_populators(compiler.klass_info, compiler.select, query.db),  # type: ignore[call-arg]
            beside=tuple((compiler.annotation_col_map or {}).items()),
        )


class Prepared(Generic[Found]):
    """A query about one text, as in `Prepared(lambda: Wave.objects.filter(token=TEXT))`; `select_related`, `only`
    and `annotate` are kept to. Like every query it sees what is stored at the moment it is asked.
    """

    def __init__(self, query: Callable[[], "models.QuerySet[Found]"]) -> None:
        self._query = query
        self._kept = threading.local()  # a compiler belongs to the connection of one thread

    def all(self, text: str) -> list[Found]:
        """The rows for this text; none for what no database keeps as text."""
        if "\0" in text:
            return []
        written: _Written | None = getattr(self._kept, connection.vendor, None)
        if written is None:
            written = _Written.of(self._query())
            setattr(self._kept, connection.vendor, written)
        with connection.cursor() as cursor:
            cursor.execute(written.statement, [text if param == TEXT else param for param in written.params])
            found = cursor.fetchall()
        if written.converters:
            found = written.compiler.apply_converters(found, written.converters)
        rows: list[Found] = []
        for values in found:
            row = written.model.from_db(connection.alias, written.names, values[written.start : written.end])
            for one in written.around:
                one.populate(values, row)
            for name, place in written.beside:
                setattr(row, name, values[place])
            rows.append(row)
        return rows

    def first(self, text: str) -> Found | None:
        """The first row for this text, or None."""
        return next(iter(self.all(text)), None)
