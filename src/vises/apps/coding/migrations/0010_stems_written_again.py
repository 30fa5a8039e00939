from django.db import migrations

from vises.texts.stems import stems_of


def write_stems(apps, schema_editor):
    Text = apps.get_model("coding", "Text")
    TextStems = apps.get_model("coding", "TextStems")
    rows = Text.objects.filter(stems=None).only("id", "scope_id", "detail", "body", "language", "created_at")
    for text in rows.order_by("created_at").iterator(chunk_size=50):
        TextStems.objects.create(
            text=text,
            scope_id=text.scope_id,
            detail=text.detail,
            language=text.language,
            words=stems_of(text.body, text.language),
        )


class Migration(migrations.Migration):
    dependencies = [("coding", "0009_stems_stand_alone")]

    operations = [migrations.RunPython(write_stems, migrations.RunPython.noop)]
