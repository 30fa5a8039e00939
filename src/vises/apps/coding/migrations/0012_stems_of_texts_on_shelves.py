from django.db import migrations

from vises.texts.stems import shelved


def write_stems(apps, schema_editor):
    Text = apps.get_model("coding", "Text")
    TextStems = apps.get_model("coding", "TextStems")
    rows = Text.objects.only("id", "scope_id", "detail", "body", "language", "created_at")
    for text in rows.order_by("created_at").iterator(chunk_size=50):
        about = {"text": text, "scope_id": text.scope_id, "detail": text.detail, "created_at": text.created_at}
        TextStems.objects.bulk_create(
            TextStems(shelf=shelf, words=words, **about)
            for shelf, words in shelved(text.body, text.language).items()
        )


class Migration(migrations.Migration):
    dependencies = [("coding", "0011_stems_on_shelves")]

    operations = [migrations.RunPython(write_stems, migrations.RunPython.noop)]
