"""What the web server serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vises.config.settings")
application = get_wsgi_application()

# read before the first page asks for it, which would wait for some seconds
from vises.platform.sentences import model  # noqa: E402

model()
