from django.db import migrations


def published_last(apps, schema_editor):
    """What was published or printed before was counted from the newest revision of each round."""
    Dataset, Told = apps.get_model("datasets", "Dataset"), apps.get_model("datasets", "Told")
    newest = {row.wave_id: row for row in Dataset.objects.order_by("revision")}
    Told.objects.bulk_create(Told(wave_id=wave, dataset=row) for wave, row in newest.items())


class Migration(migrations.Migration):

    dependencies = [
        ('datasets', '0004_what_left_last'),
    ]

    operations = [
        migrations.RunPython(published_last, migrations.RunPython.noop),
    ]
