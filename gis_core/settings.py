"""Settings of a Hydria installation, read from the environment.

Without any variable set they describe the private services that `make services` starts under
`.local/`. Production names its own: see docs/operations.md.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pghistory
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"
PRODUCTION = os.environ.get("HYDRIA_ENV", "local") == "production"


def _from_environment_or_file(variable: str, file_name: str, default: str = "") -> str:
    """Return the variable's value, or the content of a file that `make services` wrote."""
    value = os.environ.get(variable, "")
    path = LOCAL_DIR / file_name
    if not value and path.is_file():
        value = path.read_text().strip()
    return value or default


def _secret_key() -> str:
    """Return the configured secret; make and keep a private one only outside production."""
    value = _from_environment_or_file("DJANGO_SECRET_KEY", "secret.key")
    if value:
        return value
    if PRODUCTION:
        raise ImproperlyConfigured("Set DJANGO_SECRET_KEY: production does not invent its own secret.")
    LOCAL_DIR.mkdir(exist_ok=True)
    value = secrets.token_urlsafe(50)
    path = LOCAL_DIR / "secret.key"
    path.touch(mode=0o600)
    path.write_text(value)
    return value


def _database(url: str) -> dict[str, object]:
    """Return Django's settings for a postgis:// or postgresql:// address."""
    parts = urlsplit(url)
    return {
        "ENGINE": "gis_core.postgis",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "pool": {"min_size": 0, "max_size": int(os.environ.get("HYDRIA_DB_POOL", "8")), "timeout": 30}
        },
        "TEST": {"NAME": os.environ.get("HYDRIA_TEST_DB", "hydria_test")},
    }


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("HYDRIA_DEBUG", "") == "1" and not PRODUCTION
ALLOWED_HOSTS = os.environ.get("HYDRIA_HOSTS", "127.0.0.1,localhost,testserver").split(",")
SITE_URL = os.environ.get("HYDRIA_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "gis_core.apps.GisCoreConfig",
    "documents.apps.DocumentsConfig",
    "parties.apps.PartiesConfig",
    "notifications.apps.NotificationsConfig",
    "network.apps.NetworkConfig",
    "accounting.apps.AccountingConfig",
    "fieldwork.apps.FieldworkConfig",
    "meters.apps.MetersConfig",
    "billing.apps.BillingConfig",
    "outages.apps.OutagesConfig",
    "faults.apps.FaultsConfig",
    "portal.apps.PortalConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "pghistory",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "rest_framework_gis",
    "drf_spectacular",
    "django_filters",
    "django_tables2",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_altcha",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gis_core.middleware.LanguageMiddleware",
    "gis_core.middleware.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gis_core.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "gis_core.urls"
WSGI_APPLICATION = "gis_core.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "gis_core.pages.context.shell",
            ],
        },
    },
]

DATABASES = {
    "default": _database(
        _from_environment_or_file("DATABASE_URL", "database.url", "postgis://hydria@127.0.0.1:5432/hydria")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = _from_environment_or_file("REDIS_URL", "redis.url", "redis://127.0.0.1:6379/0")

# One storage CRS for the whole installation: ΕΓΣΑ87 (Greek Grid), metres.
STORAGE_SRID = 2100

CACHES = {
    "default": {
        "BACKEND": "gis_core.redis_cache.KeptRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "hydria",
    }
}

# --- who may come in -------------------------------------------------------------------------
AUTH_USER_MODEL = "gis_core.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
# Limits of tries count by visitor, whose address the proxy tells in production; else all would share one count.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0
ACCOUNT_ADAPTER = "gis_core.pages.account.AccountAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Hydria"
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "gis_core.web.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"

# An XYZ raster basemap is optional; without it the utility's own streets are the background.
BASEMAP_URL = os.environ.get("HYDRIA_BASEMAP_URL", "")
BASEMAP_ATTRIBUTION = os.environ.get("HYDRIA_BASEMAP_ATTRIBUTION", "")
_BASEMAP_ORIGINS = [f"https://{urlsplit(BASEMAP_URL).netloc.replace('{s}', '*')}"] if BASEMAP_URL else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *_BASEMAP_ORIGINS],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "geolocation": ["self"],
    "camera": ["self"],
    "microphone": ["self"],
    "payment": [],
    "usb": [],
}
ALTCHA_HMAC_KEY = SECRET_KEY

# --- words, numbers, time --------------------------------------------------------------------
LANGUAGE_CODE = "el"
LANGUAGES = [("el", _("Greek")), ("en", _("English"))]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Athens"
USE_I18N = USE_TZ = True
# Our words for the pages of django-allauth, before its own.
LOCALE_PATHS = [BASE_DIR / "gis_core" / "account_locale"]
USE_THOUSAND_SEPARATOR = True
FILTERS_EMPTY_CHOICE_LABEL = _("All")
FORMAT_MODULE_PATH = "gis_core.formats"

# --- files -----------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("HYDRIA_STATIC_ROOT", LOCAL_DIR / "static"))
MEDIA_ROOT = Path(os.environ.get("HYDRIA_MEDIA_ROOT", LOCAL_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A clamd that files from outside are shown to: unix:/run/clamav/clamd.ctl or tcp://host:3310; none by default.
CLAMD_ADDRESS = os.environ.get("HYDRIA_CLAMD", "")
# Fonts that typst embeds in every PDF (Debian: fonts-noto-core).
FONT_DIRS = os.environ.get("HYDRIA_FONT_DIRS", "/usr/share/fonts/truetype/noto").split(":")

# --- messages out ----------------------------------------------------------------------------
EMAIL_HOST = os.environ.get("HYDRIA_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("HYDRIA_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("HYDRIA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("HYDRIA_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("HYDRIA_SMTP_TLS", "") == "1"
EMAIL_TIMEOUT = 20
# Django's own mail (sign-up, password reset) goes through the outbox like every other message.
EMAIL_BACKEND = "notifications.email_backend.OutboxBackend"
DEFAULT_FROM_EMAIL = os.environ.get("HYDRIA_FROM_EMAIL", "noreply@localhost")
SMS_GATEWAY_URL = os.environ.get("HYDRIA_SMS_URL", "")
SMS_GATEWAY_TOKEN = os.environ.get("HYDRIA_SMS_TOKEN", "")
SMS_SENDER = os.environ.get("HYDRIA_SMS_SENDER", "HYDRIA")

# --- jobs ------------------------------------------------------------------------------------
CELERY_BROKER_URL = os.environ.get("HYDRIA_BROKER_URL", REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 6 * 3600}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "gis_core.tasks.sweep_jobs", "schedule": 10.0},
    "send-messages": {"task": "notifications.tasks.send_waiting_messages", "schedule": 15.0},
    "sweep-ordered-files": {"task": "documents.tasks.sweep_ordered_files", "schedule": 3600.0},
    "tidy-tiles": {"task": "gis_core.tasks.tidy_tiles", "schedule": 3600.0},
    "forget-network-news": {"task": "network.tasks.forget_old_news", "schedule": 86400.0},
}

# --- the API ---------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["gis_core.pages.permissions.RolePermission"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "gis_core.api.pagination.CountedPagination",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "PAGE_SIZE": 50,
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Hydria",
    "DESCRIPTION": "Pipes, meters, readings, bills, payments, faults and cuts of a municipal water utility.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["gis_core.pages.permissions.RolePermission"],
}

# Debian 12's GDAL cannot be told to refuse files and network in a spatial reference. None is ever made from
# what people send: uploads are read by pyogrio's own GDAL, and a CRS is an EPSG number that pyproj looks up.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]
PGHISTORY_LEVEL = pghistory.Statement  # type: ignore[has-type]  # the library sets it late
PGHISTORY_APPEND_ONLY = True
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "gis_core/table.html"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"pikepdf": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": os.environ.get("HYDRIA_LOG_LEVEL", "INFO")},
}
