from django.db import migrations

from vises.texts.stems import stems_of


def write_stems(apps, schema_editor):
    Text = apps.get_model("coding", "Text")
    TextStems = apps.get_model("coding", "TextStems")
    for text in Text.objects.filter(stems=None).only("id", "body", "language").iterator(chunk_size=50):
        TextStems.objects.create(text=text, words=stems_of(text.body, text.language))


class Migration(migrations.Migration):
    dependencies = [("coding", "0007_stems_of_texts")]

    operations = [migrations.RunPython(write_stems, migrations.RunPython.noop)]
