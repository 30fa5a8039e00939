"""Settings. Everything that differs between machines comes from the environment (docs/operator)."""

from pathlib import Path

from csp.constants import NONE, SELF

from vises.config import environment as env
from vises.config.alone import (  # noqa: F401  what both have in common
    LANGUAGE_CODE,
    LANGUAGES,
    LOCALE_PATHS,
    SOURCE,
    TEMPLATE_FOLDERS,
    TIME_ZONE,
    USE_I18N,
    USE_TZ,
)

ROOT = SOURCE.parents[1]
DATA = Path(env.text("VISES_DATA", str(ROOT / "var"))).resolve()
DATA.mkdir(parents=True, exist_ok=True)
CONTENT_ROOT = Path(env.text("VISES_CONTENT", str(ROOT / "content")))
FILES_ROOT = DATA / "files"
ERASED_LIST = DATA / "erased.jsonl"  # hashes of what was taken back: kept beside the database, so that a restore knows

SENTENCES = env.sentences("VISES_SENTENCES")  # the folder of a sentence model; "" for none

# The demonstration: sample people, one click per role, mails on screen. It says so on every page.
DEMONSTRATION = env.flag("VISES_DEMONSTRATION")
PRODUCTION = env.flag("VISES_PRODUCTION")
if DEMONSTRATION and PRODUCTION:
    raise env.UnsafeSettings("VISES_DEMONSTRATION and VISES_PRODUCTION cannot both be 1.")

DEBUG = False
SAMPLE_KEY = "only-for-a-machine-of-your-own"
SECRET_KEY = env.text("SECRET_KEY", SAMPLE_KEY)
if PRODUCTION and (SECRET_KEY == SAMPLE_KEY or len(SECRET_KEY) < 50):
    raise env.UnsafeSettings("set SECRET_KEY to 50 random characters or more.")
if DEMONSTRATION and SECRET_KEY != SAMPLE_KEY:
    raise env.UnsafeSettings("the demonstration runs with its sample key only; unset SECRET_KEY.")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
BASE_ADDRESS = env.text("VISES_ADDRESS", f"http://127.0.0.1:{env.text('PORT', '8000')}").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_ADDRESS]

DATABASES = {"default": env.database(env.text("DATABASE_URL"), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

APPS = (
    "accounts",
    "access",
    "network",
    "methodology",
    "programmes",
    "journeys",
    "instruments",
    "collection",
    "datasets",
    "coding",
    "findings",
    "valorisation",
    "learning",
)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton.apps.SimpleAppConfig",
    "csp",
    "vises.platform",
    *(f"vises.apps.{name}" for name in APPS),
]
MIDDLEWARE = [
    "vises.web.layout.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "vises.web.layout.middleware.Programs",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vises.web.layout.middleware.ContentPolicy",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "vises.web.layout.middleware.Language",
    "vises.web.layout.middleware.Person",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "vises.web.layout.middleware.ActorAndProblems",
]
PERSON_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
PATHS_OF_PROGRAMS = ("/openrosa/",)
# respondents, and guests of a room, have no account
PATHS_WITHOUT_PERSON = ("/a/", "/offline/", "/receipt/", "/room/", "/quote/")
ROOT_URLCONF = "vises.config.urls"
WSGI_APPLICATION = "vises.config.wsgi.application"

WEB = SOURCE / "web"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            *sorted(WEB.glob("*/templates")),
            *TEMPLATE_FOLDERS,
        ],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "vises.web.layout.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "vises.web.layout.tags",
                "vises.web.methodology.tags",
                "vises.web.collection.tags",
                "vises.web.journeys.tags",
                "vises.web.learning.tags",
                "vises.web.meaning.tags",
            ],
        },
    }
]
FORM_RENDERER = "vises.web.layout.renderer.Renderer"
COTTON_SNAKE_CASED_NAMES = False

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "vises.web.accounts.adapter.ClosedAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # nobody signs up alone: an address is known before its account is made
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # whoever types an address cannot have it written to
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/15m/key,20/15m/ip",
    "reset_password": "20/h/ip,5/h/key",
    "room_code": "40/15m/ip",  # codes that open nothing: a whole room may share one address, and mistype
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# Files of pages
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("VISES_STATIC", str(ROOT / "var" / "static")))  # belongs to the code, not to the data
STATICFILES_DIRS = sorted([*WEB.glob("*/static"), *(SOURCE / "platform").glob("*/static")])
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if env.under_test()
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = env.under_test()
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Security headers. Nothing is loaded from elsewhere, nothing inline runs.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"

# Mail
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "vises@localhost")
MAIL_STAYS = DEMONSTRATION or not env.text("MAIL_HOST")  # on a page on screen
if MAIL_STAYS:
    EMAIL_BACKEND = "vises.platform.mail.outbox.OutboxBackend"
else:
    EMAIL_HOST = env.text("MAIL_HOST")
    EMAIL_PORT = int(env.text("MAIL_PORT", "587"))
    EMAIL_HOST_USER = env.text("MAIL_USER")
    EMAIL_HOST_PASSWORD = env.text("MAIL_PASSWORD")
    EMAIL_USE_TLS = env.flag("MAIL_TLS", True)

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SILENCED_SYSTEM_CHECKS = ["account.W001"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
        }
    },
    "filters": {"addresses": {"()": "vises.config.logs.WithoutAddresses"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["addresses"]}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": [], "propagate": False},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
