"""Pictures that are public keep their file; where nobody said who is on them, the enterprise is asked to.

What is published stays as it is: it is the enterprise that publishes. It cannot be published anew without a statement.
"""

import uuid

from django.db import migrations


def keep(apps, schema_editor):
    Publication = apps.get_model("valorisation", "Publication")
    StoredFile = apps.get_model("platform", "StoredFile")
    Task = apps.get_model("valorisation", "PublicationTask")
    for row in Publication.objects.filter(state="public"):
        image = row.content.get("image", "")
        if image and StoredFile.objects.filter(pk=uuid.UUID(image)).exists():
            Publication.objects.filter(pk=row.pk).update(image_id=uuid.UUID(image))
            Task.objects.create(story_id=row.story_id, code="picture-unsaid")


def forget(apps, schema_editor):
    apps.get_model("valorisation", "PublicationTask").objects.filter(code="picture-unsaid").delete()


class Migration(migrations.Migration):
    dependencies = [("valorisation", "0004_who_is_on_a_picture")]

    operations = [migrations.RunPython(keep, forget)]
