"""Django's settings, made from what the office may set (`env.py`)."""

from pathlib import Path
from typing import Any, Literal

import dj_database_url
from django.utils.translation import gettext_lazy as _

from linli.config import env, keyfiles

LINLI = env.current()
PACKAGE = Path(__file__).resolve().parent.parent
DATA = keyfiles.folder(LINLI.data_folder)

SECRET_KEY = keyfiles.secret_key(LINLI.key_folder)
LINLI_KEYRING = keyfiles.keyring(LINLI.key_folder)
LINLI_KEYRING_FILE = LINLI.key_folder / keyfiles.KEYRING
LINLI_DEMO = LINLI.demo
LINLI_PUBLIC_URL = LINLI.base_url
LINLI_REACHABLE = LINLI.reachable_from_phones()

DEBUG = False
ALLOWED_HOSTS = LINLI.hosts
ROOT_URLCONF = "linli.config.urls"
WSGI_APPLICATION = "linli.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


APPS = [
    "places",
    "gate",
    "timeline",
    "files",
    "notifications",
    "accounts",
    "integrations",
    "people",
    "wishes",
    "portal",
]
if LINLI.demo:
    APPS.append("demo")
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *(f"linli.{name}" for name in APPS),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "template_partials",
    "django_vite",
]

MIDDLEWARE = [
    "linli.config.headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # a wall of 45 lamps is 30 KB as text; Django pads what it compresses, so that its length tells nothing (BREACH)
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "linli.core.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "linli.accounts.middleware.ActorMiddleware",
    "linli.people.middleware.ScreenMiddleware",
    "linli.portal.middleware.PlainErrorMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "linli.config.context.house",
                "linli.config.context.desk",
            ],
        },
    }
]

# --- database -------------------------------------------------------------------------------------------------------

_database: dict[str, Any] = dict(dj_database_url.parse(LINLI.database_url or f"sqlite:///{DATA / 'linli.sqlite3'}"))
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # One process lives for days: an open file costs nothing, and opening it again would cost a claim its speed.
    _database |= {"ENGINE": "linli.core.sqlite", "CONN_MAX_AGE": None, "TEST": {"NAME": ":memory:"}}
else:
    # A new connection per request costs two thirds of the throughput; a dead one is found before it is used.
    _database |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    # The same short statements come with every claim, so a connection plans each of them once (docs/adr/0007).
    _database["OPTIONS"] = {**_database.get("OPTIONS", {}), "server_side_binding": True, "prepare_threshold": 3}
DATABASES = {"default": _database}

# --- who is signed in -----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "linli.accounts.adapters.signing_in.PhoneAdapter"
ACCOUNT_LOGIN_METHODS = {"phone"}
ACCOUNT_SIGNUP_FIELDS = ["phone*", "password1*"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("phone", "email")}),
    )
]
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
# allauth counts in a cache of each process; ours are counted in the database, for all of them (gate.services.limit)
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "linli.accounts.adapters.signing_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 1
LINLI_WEIXIN = LINLI.weixin
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_ENGINE = "linli.config.sessions"
SESSION_COOKIE_NAME = "linli_session"
SESSION_COOKIE_AGE = 30 * 24 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
ALLAUTH_TRUSTED_PROXY_COUNT = LINLI.proxies

# --- language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "linli_lang"
LOCALE_PATHS = [PACKAGE / "locale", PACKAGE / "config/locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
"""As shown. The database keeps UTC."""

# --- the built front end --------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/assets/.+[-.][A-Za-z0-9_-]{8,}\.\w+$"
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "static_url_prefix": "dist",
        "manifest_path": PACKAGE / "static/dist/.vite/manifest.json",
    }
}

# --- pictures that people hand in -----------------------------------------------------------------------------------

LINLI_PICTURES = LINLI.s3_bucket or str(DATA / "pictures")
FILE_UPLOAD_HANDLERS = ["linli.files.adapters.uploads.InMemoryUploads"]
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "pictures": {"BACKEND": "linli.files.adapters.folder.FolderStorage", "OPTIONS": {"location": DATA / "pictures"}},
}
if LINLI.s3_bucket:
    STORAGES["pictures"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": LINLI.s3_bucket,
            "endpoint_url": LINLI.s3_endpoint or None,
            "region_name": LINLI.s3_region or None,
            "access_key": LINLI.s3_access_key.get_secret_value() or None,
            "secret_key": LINLI.s3_secret_key.get_secret_value() or None,
            "default_acl": None,
        },
    }

# --- the web's dangers ----------------------------------------------------------------------------------------------

CSRF_COOKIE_NAME = "linli_csrf"
CSRF_FAILURE_VIEW = "linli.portal.views.errors.form_too_old"
CSRF_TRUSTED_ORIGINS = [LINLI.base_url]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = LINLI.https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE: Literal["Lax"] = "Lax"
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if LINLI.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- e-mail ---------------------------------------------------------------------------------------------------------

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if LINLI.email_host
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = LINLI.email_host
EMAIL_PORT = LINLI.email_port
EMAIL_HOST_USER = LINLI.email_user
EMAIL_HOST_PASSWORD = LINLI.email_password.get_secret_value()
EMAIL_USE_TLS = LINLI.email_security == "starttls"
EMAIL_USE_SSL = LINLI.email_security == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = LINLI.email_from or "linli@localhost"

# --- text messages, webhooks ----------------------------------------------------------------------------------------

LINLI_SMS = LINLI.sms
LINLI_PRIVATE_WEBHOOKS = LINLI.private_webhooks

# --- logs: what went wrong, never about whom ------------------------------------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_persons": {"()": "linli.config.logs.NoPersons"}},
    "formatters": {"line": {"()": "linli.config.logs.Line"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_persons"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # it writes the name of each passkey, by which its holder could be told
        "fido2": {"level": "WARNING"},
    },
}
