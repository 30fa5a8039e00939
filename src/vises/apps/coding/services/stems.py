"""What a search reads of a text: its stems, on shelves."""

from vises.apps.coding.models import Text, TextStems
from vises.texts.stems import shelved


def write_stems(text: Text) -> None:
    """Write what a search reads of a text, in place of what it read of it before."""
    TextStems.objects.filter(text=text).delete()
    TextStems.objects.bulk_create(
        TextStems(
            created_at=text.created_at,
            scope_id=text.scope_id,
            detail=text.detail,
            text=text,
            shelf=shelf,
            words=words,
        )
        for shelf, words in shelved(text.body, text.language).items()
    )
