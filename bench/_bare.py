"""The peer: Django with nothing around one view that inserts one row and acknowledges it once it is synced."""

import os
import sys
import uuid
from pathlib import Path

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vises.config.environment import database

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": database(os.environ.get("DATABASE_URL", ""), Path(os.environ["VISES_DATA"]))},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.urls import path  # noqa: E402
from lxml import etree  # noqa: E402


class Row(models.Model):
    """One answer, as it came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    received = models.DateTimeField(auto_now_add=True)
    body = models.TextField()

    class Meta:
        app_label = "bench"
        db_table = "bench_row"


class Sent(models.Model):
    """One submission: the least that a door for devices can keep, so that what is sent twice is there once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    instance = models.CharField(max_length=100, unique=True)
    received = models.DateTimeField(auto_now_add=True)
    xml = models.TextField()

    class Meta:
        app_label = "bench"
        db_table = "bench_sent"


def insert(request: HttpRequest) -> HttpResponse:
    """Keep the body of the request; of what a device sends, the submission under its id."""
    if request.content_type == "multipart/form-data":
        (sent,) = request.FILES.getlist("xml_submission_file")
        xml = sent.read().decode()
        Sent(instance=etree.fromstring(xml).findtext(".//instanceID"), xml=xml).save(force_insert=True)
        return HttpResponse("kept", status=201, headers={"Content-Length": "4"})
    if request.method == "POST":
        Row(body=request.body.decode()).save(force_insert=True)
    return HttpResponse("kept", headers={"Content-Length": "4"})


urlpatterns = [path("<path:anything>", lambda request, anything: insert(request))]
if "bench_row" not in connection.introspection.table_names():
    with connection.schema_editor() as editor:
        editor.create_model(Row)
        editor.create_model(Sent)
connection.close()
application = get_wsgi_application()


def store(count: int) -> None:
    """Put so many rows in, of the weight of an answer, as if they had come before."""
    for start in range(0, count, 2_000):
        marks = [uuid.uuid4() for _ in range(start, min(start + 2_000, count))]
        Row._default_manager.bulk_create([Row(body="x" * 900) for _ in marks])
        Sent._default_manager.bulk_create([Sent(instance=f"uuid:{mark}", xml="x" * 900) for mark in marks])


if __name__ == "__main__":
    store(int(sys.argv[1]))
