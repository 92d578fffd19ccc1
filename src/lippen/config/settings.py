"""Settings: the environment, read once and loudly."""

from __future__ import annotations

import os
import secrets
from datetime import date
from pathlib import Path

from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from lippen.config.providers import form_origins, providers

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("LIPPEN_VAR", ROOT / "var"))


class BadSetting(SystemExit):
    """A setting that is missing or cannot be read: the sentence says which and what to do."""


def flag(name: str) -> bool:
    value = os.environ.get(name, "")
    if value not in {"", "0", "1"}:
        raise BadSetting(f"{name} is {value!r}: set it to 1 or 0, or leave it out.")
    return value == "1"


def number(name: str, otherwise: int) -> int:
    value = os.environ.get(name, "")
    if value and not (value.isascii() and value.isdigit() and len(value) < 6):
        raise BadSetting(f"{name} is {value!r}: give a whole number, such as {otherwise}, or leave it out.")
    return int(value or otherwise)


LIPPEN_DEMO = flag("LIPPEN_DEMO")
LIPPEN_TESTING = flag("LIPPEN_TESTING")


def stopped_day() -> date | None:
    """The day that the domain clock is stopped at: only in demo mode and in tests."""
    given = os.environ.get("LIPPEN_TODAY", "")
    if not given:
        return None
    if not (LIPPEN_DEMO or LIPPEN_TESTING):
        raise BadSetting("LIPPEN_TODAY works in the demonstration only: unset it, or start with make demo.")
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise BadSetting(f"LIPPEN_TODAY is {given!r}: write a day such as 2012-10-17.") from error


LIPPEN_TODAY = stopped_day()
LIPPEN_NONCE = os.environ.get("LIPPEN_NONCE", "")
LIPPEN_PUBLIC_PAGES = flag("LIPPEN_PUBLIC_PAGES")


def database(url: str, **options: object) -> dict[str, object]:
    """A DATABASES entry from a connection string; libpq reads it, socket folders included."""
    parts = conninfo_to_dict(url)
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    entry = {known[key]: value for key, value in parts.items() if key in known}
    rest = {key: value for key, value in parts.items() if key not in known}
    return {"ENGINE": "django.db.backends.postgresql", **entry, "OPTIONS": {**rest, **options}}


SITE_LIMITS = (
    "-c statement_timeout=15000 -c idle_in_transaction_session_timeout=30000 -c lock_timeout=5000 -c timezone=UTC"
)
KEEPALIVE = {"keepalives": 1, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
DATABASE_URL = os.environ.get("DATABASE_URL", "")
DATABASES = {
    "default": database(DATABASE_URL, options=SITE_LIMITS, tcp_user_timeout=20000, **KEEPALIVE)
    if DATABASE_URL
    else {"ENGINE": "django.db.backends.dummy"}
}
if migrator := os.environ.get("LIPPEN_MIGRATOR_URL"):
    DATABASES["migrator"] = database(migrator, options="-c role=lippen_owner -c lock_timeout=10000 -c timezone=UTC")
if public := os.environ.get("LIPPEN_PUBLIC_URL"):
    DATABASES["public"] = database(public, options=SITE_LIMITS)
if LIPPEN_PUBLIC_PAGES and DATABASE_URL and "public" not in DATABASES:
    raise BadSetting("LIPPEN_PUBLIC_PAGES is on but LIPPEN_PUBLIC_URL is missing: give the public role's own sign-in.")
for entry in DATABASES.values():
    entry["CONN_MAX_AGE"] = 600
    entry["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 0 if LIPPEN_TESTING else 600

# The audit trail is sealed and verified by reader, who sees every row and changes none; its heads lie outside the
# database, at best on another machine: a folder (a file for each database) or one file.
LIPPEN_READER_URL = os.environ.get("LIPPEN_READER_URL", "")
# What is due and agreed by two is destroyed by the role retention, and by nobody else.
LIPPEN_RETENTION_URL = os.environ.get("LIPPEN_RETENTION_URL", "")
LIPPEN_AUDIT_HEADS = os.environ.get("LIPPEN_AUDIT_HEADS", "")
LIPPEN_AUDIT_KEY = Path(os.environ.get("LIPPEN_AUDIT_KEY") or VAR / "audit" / "key")


def secret_key() -> str:
    """The key that signs sessions: from the environment, or kept beside the data for a machine's own demo."""
    if given := os.environ.get("LIPPEN_SECRET_KEY"):
        return given
    if LIPPEN_TESTING:
        return "tests-only-" + "x" * 50
    kept = VAR / "secret-key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(descriptor, secrets.token_urlsafe(50).encode())
        os.close(descriptor)
    return kept.read_text()


SECRET_KEY = secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("LIPPEN_HOSTS", "localhost 127.0.0.1 [::1] testserver").split()
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("LIPPEN_ORIGINS", "").split() if origin]
SECURE_SITE = flag("LIPPEN_HTTPS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "lippen.kernel",
    "lippen.design",
    "lippen.organisation",
    "lippen.casework",
    "lippen.care",
    "lippen.improvement",
    "lippen.reporting",
    "lippen.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
]
if LIPPEN_DEMO or LIPPEN_TESTING:
    INSTALLED_APPS.append("lippen.demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "lippen.web.request.Methods",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lippen.web.request.Gate",
]
ROOT_URLCONF = "lippen.web.urls"
WSGI_APPLICATION = "lippen.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "lippen.web.shell.shell",
            ],
        },
    }
]
FORM_RENDERER = "lippen.design.fields.Renderer"

AUTH_USER_MODEL = "organisation.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
if LIPPEN_DEMO or LIPPEN_TESTING:
    AUTHENTICATION_BACKENDS.append("lippen.demo.door.Door")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "lippen.organisation.signin.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "lippen.organisation.signin_form.SignInForm",
    "change_password": "lippen.organisation.signin_form.NewPasswordForm",
    "reauthenticate": "lippen.organisation.signin_form.PasswordAgainForm",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# A whole council may come from one address on a Monday morning; one account never needs more than five tries.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_SITE else 0
"""Behind TLS the proxy says whose request it is: without it everybody would seem to come from one address."""
MFA_ADAPTER = "lippen.organisation.signin.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Lippen"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "lippen.organisation.signin_form.SecondStepForm",
    "reauthenticate": "lippen.organisation.signin_form.SecondStepAgainForm",
    "activate_totp": "lippen.organisation.signin_form.AppForm",
    "add_webauthn": "lippen.organisation.signin_form.PasskeyForm",
    "authenticate_webauthn": "lippen.organisation.signin_form.PasskeyShownForm",
    "reauthenticate_webauthn": "lippen.organisation.signin_form.PasskeyAgainForm",
    "login_webauthn": "lippen.organisation.signin_form.PasskeyAloneForm",
    "edit_webauthn": "lippen.organisation.signin_form.PasskeyNameForm",
}
LIPPEN_PROVIDERS = providers(os.environ)
SOCIALACCOUNT_ADAPTER = "lippen.organisation.signin.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:home"
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SITE
CSRF_FAILURE_VIEW = "lippen.web.errors.csrf_failure"
LIPPEN_IDLE_SECONDS = 60 * 60
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_SITE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SITE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SHARED_CACHE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "organisation_tries",
    "OPTIONS": {"MAX_ENTRIES": 20_000},
}
"""Tries are counted, and used codes remembered, for all processes together: each alone would let a code in twice."""
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"} if LIPPEN_TESTING else SHARED_CACHE}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *form_origins(LIPPEN_PROVIDERS)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
LIPPEN_MOST_UPLOAD = 21 * 1024 * 1024

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"
DATE_FORMAT = "j F Y"
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LIPPEN_TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = LIPPEN_TESTING
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
EMAIL_HOST = os.environ.get("LIPPEN_EMAIL_HOST", "")
LETTERS = "smtp" if EMAIL_HOST else "console" if LIPPEN_DEMO or LIPPEN_TESTING else "dummy"
"""Where letters go: without a mail server the demonstration prints them, and a council's site lets them drop, since its
log is no place for anybody's name."""
EMAIL_BACKEND = os.environ.get("LIPPEN_EMAIL", f"django.core.mail.backends.{LETTERS}.EmailBackend")
EMAIL_PORT = number("LIPPEN_EMAIL_PORT", 587)
EMAIL_HOST_USER = os.environ.get("LIPPEN_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LIPPEN_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = bool(EMAIL_HOST) and not flag("LIPPEN_EMAIL_PLAIN")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("LIPPEN_EMAIL_FROM", "Lippen <lippen@localhost>")
LIPPEN_SITE = os.environ.get("LIPPEN_SITE", next(iter(CSRF_TRUSTED_ORIGINS), "")).rstrip("/")
"""Where the site is, for links in e-mails, such as https://lippen.example.org; without it they hold no links."""
LIPPEN_WEBHOOK_HOSTS = tuple(os.environ.get("LIPPEN_WEBHOOK_HOSTS", "").split())
"""The hosts that other systems are told at; what is not named here is told nothing."""
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "lippen.web.sweeper.ready"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
