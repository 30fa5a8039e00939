from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps: Any, _schema: Any) -> None:
    scope = apps.get_model("access", "Scope")
    kind = Subquery(scope.objects.filter(pk=OuterRef("child")).values("kind")[:1])
    apps.get_model("access", "ScopeLink").objects.update(kind=kind)


class Migration(migrations.Migration):
    dependencies = [("access", "0003_keeper")]
    operations = [
        migrations.AddField(
            model_name="scopelink",
            name="kind",
            field=models.CharField(
                choices=[
                    ("platform", "Platform"),
                    ("organisation", "Organisation"),
                    ("programme", "Programme"),
                    ("journey", "Journey"),
                ],
                default="journey",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
