"""What rows of every room have in common."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

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
