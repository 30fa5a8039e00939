from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0004_links_know_what_lies_below")]
    operations = [
        migrations.AddIndex(
            model_name="scopelink",
            index=models.Index(
                fields=["kind", "parent", "child", "starts_on", "ends_on"], name="links_above_journeys"
            ),
        ),
    ]
