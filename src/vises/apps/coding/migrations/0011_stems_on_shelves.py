import django.db.models.deletion
from django.db import migrations, models

import vises.kernel.clock
import vises.kernel.ids


class Migration(migrations.Migration):
    """Stems are written anew by the next one: a sixty-fourth of each text in a row."""

    dependencies = [
        ("access", "0003_keeper"),
        ("coding", "0010_stems_written_again"),
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
                ("shelf", models.CharField(max_length=5)),
                ("words", models.TextField()),
                (
                    "scope",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="access.scope"
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stems", to="coding.text"
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "text_id"],
                "indexes": [models.Index(fields=["scope", "shelf"], name="stems_of_a_shelf")],
            },
        ),
    ]
