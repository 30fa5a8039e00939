"""What rows of every room have in common."""

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


def insert_once(row: models.Model) -> bool:
    """Insert a row by one `INSERT … ON CONFLICT DO NOTHING`; False when a unique row like it is there.

    Outside a transaction it is kept and synced when this returns, and no lock is held while Python works.
    Raises IntegrityError when it points to something that is not there.
    """
    query = InsertQuery(type(row), on_conflict=OnConflict.IGNORE)
    query.insert_values([field for field in row._meta.concrete_fields if not field.generated], [row])
    ((statement, params),) = query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        kept: bool = cursor.rowcount == 1
    row._state.adding = not kept
    return kept
