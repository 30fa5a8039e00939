from django.db import migrations


class Migration(migrations.Migration):
    """Wrote stems as they were kept then; 0012 writes those of all texts."""

    dependencies = [("coding", "0007_stems_of_texts")]

    operations = []
