"""Settings of commands that work alone (`vises analyse`, `vises check`): words and templates, no database, no pages.

Nothing is loaded that such a command does not use: it starts in a fraction of the server's time. The server's own
settings take languages and places from here.
"""

from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = sorted(path for path in SOURCE.glob("*/**/locale") if path.is_dir())
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

TEMPLATE_FOLDERS = [
    *sorted((SOURCE / "platform").glob("*/templates")),
    *sorted((SOURCE / "ops").glob("*/templates")),
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": TEMPLATE_FOLDERS,
        "OPTIONS": {"builtins": ["django.templatetags.i18n"]},
    }
]
