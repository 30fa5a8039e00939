import django.db.models.deletion
from django.db import migrations, models

import vises.kernel.clock
import vises.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_keeper"),
        ("coding", "0008_stems_of_texts_that_are_there"),
    ]

    operations = [
        migrations.DeleteModel("TextStems"),
        migrations.CreateModel(
            name="TextStems",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vises.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=vises.kernel.clock.now, editable=False)),
                ("detail", models.UUIDField(null=True)),
                ("language", models.CharField(max_length=2)),
                (
                    "scope",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="access.scope"),
                ),
                (
                    "text",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stems", to="coding.text"
                    ),
                ),
                ("words", models.TextField()),
            ],
            options={"ordering": ["created_at", "id"]},
        ),
    ]
