"""What somebody has shown in this session, and which second factors they hold. Reads the session, decides nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from allauth.account import app_settings as account_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from lippen.kernel.errors import CannotDo
from lippen.organisation.vocabulary import How

ASSERTED = "asserted"
DOOR = "lippen.demo.door.Door"
SIGN_IN_ANEW = (
    "For this you show again who you are. You came in by your council's own sign-in: sign out, sign in anew, and come "
    "back here within five minutes."
)


@dataclass(frozen=True)
class Factor:
    """One second factor that somebody holds."""

    id: int
    kind: str
    name: str
    created_at: datetime
    last_used_at: datetime | None
    left: int = 0


def has_shown_two(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session; the demonstration's door counts in demo mode alone."""
    if settings.LIPPEN_DEMO and came_by_door(request):
        return True
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def was_shown_lately(request: HttpRequest) -> bool:
    """Whether whoever sits there has proved a moment ago who they are; in demo mode its door is proof enough."""
    if settings.LIPPEN_DEMO and came_by_door(request):
        return True
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT


def ask_again(request: HttpRequest) -> None:
    """Have whoever sits there show again who they are, unless they did a moment ago; they come back to this page."""
    if was_shown_lately(request):
        return
    if get_adapter(request).get_reauthentication_methods(request.user):
        raise ReauthenticationRequired
    raise CannotDo(SIGN_IN_ANEW)


def came_by_door(request: HttpRequest) -> bool:
    """Whether this session began at the demonstration's door."""
    return request.session.get(BACKEND_SESSION_KEY) == DOOR


def was_asserted(request: HttpRequest, user: AbstractBaseUser | None) -> bool:
    """Whether the identity provider said that it saw a second factor."""
    return any(record.get("type") == ASSERTED for record in get_authentication_records(request, user))


def shown_now(request: HttpRequest, factor: Authenticator | None) -> None:
    """Note that somebody has just proved the second factor that they set up."""
    if factor is not None:
        record_authentication(request, request.user, "mfa", id=factor.pk, type=factor.type)


def how_of(request: HttpRequest) -> How:
    """How this session began."""
    if came_by_door(request):
        return How.DEMO
    records = get_authentication_records(request, request.user)
    if any(record.get("passwordless") for record in records):
        return How.PASSKEY
    return How.PROVIDER if any(record["method"] == "socialaccount" for record in records) else How.PASSWORD


def newest(account_id: int) -> Authenticator | None:
    """The second factor set up last."""
    kept = Authenticator.objects.filter(user_id=account_id).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return kept.order_by("-id").first()


def others(factor: Authenticator) -> bool:
    """Whether its holder has another second factor than this one."""
    kept = Authenticator.objects.filter(user_id=factor.user_id).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return kept.exclude(pk=factor.pk).exists()


def factors_of(account_id: int) -> tuple[Factor, ...]:
    """Everything that somebody can show, the oldest first."""
    found = Authenticator.objects.filter(user_id=account_id).order_by("id")
    return tuple(_factor(each) for each in found)


def _factor(each: Authenticator) -> Factor:
    name = each.data.get("name", "") if each.type == Authenticator.Type.WEBAUTHN else ""
    left = len(each.wrap().get_unused_codes()) if each.type == Authenticator.Type.RECOVERY_CODES else 0
    return Factor(each.pk, each.type, name, each.created_at, each.last_used_at, left)


def forget_all(account_id: int) -> int:
    """Take every second factor of an account away, for somebody who lost them; how many there were."""
    return Authenticator.objects.filter(user_id=account_id).delete()[0]
