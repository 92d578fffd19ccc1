"""How allauth treats our accounts: nobody signs up, a closed account is told so plainly, who came in is audited."""

from __future__ import annotations

import base64
import time
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lippen.kernel import audit
from lippen.kernel.access import NOBODY, Actor
from lippen.organisation import factors
from lippen.organisation.models import Account
from lippen.organisation.queries.ways_in import subject_of

SECOND_STEP_STAGE = "lippen.organisation.signin.SecondStep"
LAST_FACTOR = (
    "This is your only second step, and nobody comes in without one. Add another first: then you can remove this one."
)


def of(account: Account) -> Actor:
    """The account that signs an audit row about coming in, before anything else is known of it."""
    return Actor(account_id=account.pk, person_id=account.person_id, name="")


class SecondStep(AuthenticateStage):
    """Asks for the second factor; whoever's provider says that they showed one already is not asked twice."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return not factors.was_asserted(request, self.login.user) and super()._should_handle(request)


class Adapter(DefaultAccountAdapter):
    """Accounts are opened by an administrator, never by their holder."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This e-mail address and this password do not belong together. Check both.",
        "too_many_login_attempts": "Too many wrong tries. Wait five minutes, then try again.",
        "rate_limited": "Too many wrong tries. Wait five minutes, then try again.",
        "incorrect_password": "That is not your password. Try again.",
        "enter_current_password": "That is not your present password. Try again.",
    }

    def is_safe_url(self, url: str | None) -> bool:
        """Whether to go there after signing in; an address that cannot be read is nowhere to go."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """allauth's own, with our second step in the place of its."""
        own = "allauth.mfa.stages.AuthenticateStage"
        return [SECOND_STEP_STAGE if stage == own else stage for stage in super().get_login_stages()]

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever came in a moment ago is not asked for the same again."""
        request = context.request
        records = get_authentication_records(request, request.user)
        return not records or time.time() - records[-1]["at"] >= account_settings.REAUTHENTICATION_TIMEOUT

    def post_login(self, request: HttpRequest, user: Account, **given: Any) -> HttpResponse:
        """Note how somebody came in."""
        how = factors.how_of(request)
        audit.record(of(user), "account.signed_in", subject_of(user.pk), keys={"how": how})
        return super().post_login(request, user, **given)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a wrong try against an account that is there; what was typed is kept nowhere."""
        email = str(credentials.get("email") or "")
        found = Account.objects.filter(email__iexact=email).values_list("pk", flat=True).first()
        if found is not None:
            audit.record(NOBODY, "account.refused", subject_of(found))


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are kept encrypted, and nobody takes away their last."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right, or was used already. Wait for the next one and type it again.",
        "cannot_delete_authenticator": LAST_FACTOR,
    }

    def encrypt(self, text: str) -> str:
        """What only this site can read again."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The other way."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one: its holder could not come in again."""
        return factors.others(authenticator)

    def generate_authenticator_name(self, user: Account, type: str) -> str:
        """A name to begin with; its holder may write a better one."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}"

    def get_totp_label(self, user: Account) -> str:
        return user.email

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        """What the holder's device shows beside the passkey."""
        entity = super().get_public_key_credential_user_entity(user)
        name = user.person.name if user.person is not None else user.email
        return {**entity, "display_name": name, "name": user.email}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """The holder sees every change on their own page; nothing about keys goes by e-mail."""


def _box() -> Fernet:
    """The key for second factors, made from the site's own: whoever changes that one has everybody enrol anew."""
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"lippen second factors")
    return Fernet(base64.urlsafe_b64encode(made.derive(settings.SECRET_KEY.encode())))


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Identity providers of the environment: they tell us who somebody is, and never make an account."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Those that the environment describes, and no others."""
        found = [each for each in settings.LIPPEN_PROVIDERS if provider in {None, "openid_connect", each.key}]
        return [_app(each) for each in found if client_id in {None, each.client_id}]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: object) -> str:
        return reverse("organisation:security")

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find whose sign-in this is: by the link made before, else by an address that the provider vouches for."""
        given = next(each for each in settings.LIPPEN_PROVIDERS if each.key == sociallogin.account.provider)
        claims = sociallogin.account.extra_data or {}
        _forget_claims(sociallogin)
        if sociallogin.state.get("process") == "connect":
            return
        if not sociallogin.is_existing:
            self._link(request, sociallogin, given, claims)
        if _asserts(claims, given.asserted):
            record_authentication(request, sociallogin.user, "mfa", type=factors.ASSERTED)

    def _link(self, request: HttpRequest, sociallogin: SocialLogin, given: Any, claims: dict[str, Any]) -> None:
        account = _account_of(_said(claims), given)
        if account is None:
            audit.record(NOBODY, "account.not_known", ("organisation.identity_provider", given.key))
            raise ImmediateHttpResponse(render(request, "account/not_known.html", {"provider": given}, status=403))
        sociallogin.connect(request, account)
        keys = {"provider": given.key}
        audit.record(of(account), "account.linked", subject_of(account.pk), keys=keys)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **given: Any) -> None:
        """Note that a sign-in at the provider came to nothing; its words stay there."""
        key = getattr(provider, "sub_id", "") or ""
        audit.record(NOBODY, "account.provider_failed", ("organisation.identity_provider", str(key)))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """The holder sees every change on their own page."""


def _app(given: Any) -> SocialApp:
    app = SocialApp(provider="openid_connect", provider_id=given.key, name=given.name)
    app.client_id, app.secret = given.client_id, given.secret
    app.settings = {"server_url": given.issuer, "oauth_pkce_enabled": True}
    return app


def _forget_claims(sociallogin: SocialLogin) -> None:
    """Keep the provider's own key for a person and nothing else that it tells about them."""
    sociallogin.account.extra_data = {}
    if sociallogin.account.pk:
        sociallogin.account.save(update_fields=["extra_data"])


def _said(claims: dict[str, Any]) -> dict[str, Any]:
    """What the provider says about a person: as it answers when asked, else as it stands in the token."""
    return claims.get("userinfo") or claims.get("id_token") or {}


def _account_of(said: dict[str, Any], given: Any) -> Account | None:
    """The open account with the address, where the provider has checked it or alone gives such addresses out."""
    email = str(said.get("email") or "").strip().lower()
    vouched = said.get("email_verified") is True or email.rpartition("@")[2] in given.domains
    return Account.objects.filter(email__iexact=email, is_active=True).first() if email and vouched else None


def _asserts(claims: dict[str, Any], wanted: frozenset[str]) -> bool:
    """Whether the signed token says that more than one factor was shown, in a word that the council trusts."""
    token = claims.get("id_token") or {}
    methods = token.get("amr") if isinstance(token.get("amr"), list) else []
    return not wanted.isdisjoint([*methods, str(token.get("acr") or "")])
