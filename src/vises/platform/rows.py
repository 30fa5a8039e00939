"""What rows of every room have in common."""

import functools
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

from vises.kernel import ids
from vises.kernel.clock import now
from vises.kernel.locale import LANGUAGES


class Row(models.Model):
    """A row with a random id and the instant it was made."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        abstract = True


def check_texts(value: object) -> None:
    """Refuse anything but a mapping of known languages to strings."""
    if not isinstance(value, dict) or any(
        code not in LANGUAGES or not isinstance(text, str) for code, text in value.items()
    ):
        raise ValidationError("texts are a mapping of language to string")


def TextsField(**options: Any) -> Any:
    """One text per language, as a JSON value {"fr": …, "nl": …, "en": …}."""
    return models.JSONField(default=dict, blank=True, validators=[check_texts], **options)


@dataclass(frozen=True)
class Unless:
    """What keeps a row out: a row of `model` that holds the value in `column`."""

    model: type[models.Model]
    column: str


@functools.cache
def _inserting(model: type[models.Model], unless: Unless | None, vendor: str) -> str:
    """The `INSERT … ON CONFLICT DO NOTHING` of a model: written once, since it is the same for every row.

    SQLite numbers rows as they come, in a column that is always there; here that number is drawn by lot, so that a
    copy of the database does not tell who answered before whom.
    """
    query = InsertQuery(model, on_conflict=OnConflict.IGNORE)
    query.insert_values(_fields(model), [model()])
    ((statement, _params),) = query.get_compiler(connection=connection).as_sql()
    before, _values, rest = statement.partition(" VALUES (")
    values, _end, after = rest.rpartition(")")
    if vendor == "sqlite":
        table, _bracket, columns = before.partition("(")
        before, values = f"{table}(rowid, {columns}", f"random(), {values}"
    if unless is None:
        return f"{before} VALUES ({values}){after}"
    name = connection.ops.quote_name
    there = f"SELECT 1 FROM {name(unless.model._meta.db_table)} WHERE {name(unless.column)} = %s"
    return f"{before} SELECT {values} WHERE NOT EXISTS ({there}){after}"


@functools.cache
def _fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if not field.generated]


@functools.cache
def _storing(model: type[models.Model]) -> "tuple[tuple[models.Field[Any, Any], str, bool], ...]":
    """How each value of a row comes to be stored: its field, its attribute (empty where the field works the value
    out), and whether a text is stored as it is."""
    plain = {field: type(field).pre_save is models.Field.pre_save for field in _fields(model)}
    return tuple((field, field.attname if plain[field] else "", type(field) in _OF_TEXT) for field in plain)


def insert_once(row: models.Model, *, unless: Unless | None = None, value: str = "") -> bool:
    """Insert a row by one `INSERT … ON CONFLICT DO NOTHING`; False when a unique row like it is there, or when there
    is one that keeps it out (`unless` with `value`).

    Outside a transaction it is kept and synced when this returns, and no lock is held while Python works.
    Raises IntegrityError when it points to something that is not there.
    """
    values = []
    for field, name, of_text in _storing(type(row)):
        given = getattr(row, name) if name else field.pre_save(row, True)
        as_it_is = of_text and type(given) is str
        values.append(given if as_it_is else field.get_db_prep_save(given, connection))
    with connection.cursor() as cursor:
        cursor.execute(_inserting(type(row), unless, connection.vendor), values if unless is None else [*values, value])
        kept: bool = cursor.rowcount == 1
    row._state.adding = not kept
    return kept


_OF_TEXT = (models.CharField, models.TextField)
