"""Second factors: allauth's own pages, each led back to our page on sign-in and security."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    EditWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy

from lippen.kernel import audit
from lippen.kernel.errors import CannotDo
from lippen.organisation import factors
from lippen.organisation.queries.ways_in import subject_of
from lippen.organisation.signin import LAST_FACTOR

SECURITY = reverse_lazy("organisation:security")
NO_WAY_AGAIN = "You came in by your council's own sign-in, so there is nothing to show again here."


def second_step(request: HttpRequest) -> HttpResponse:
    """One more step: whoever came in by one factor chooses a second one here, and sees nothing else before."""
    if factors.has_shown_two(request):
        return redirect("organisation:security")
    return render(request, "organisation/second_step.html", {"title": "One more step before you begin"})


def _noted(request: HttpRequest, verb: str, kind: str) -> None:
    audit.record(request.actor, f"account.{verb}", subject_of(request.actor.account_id), keys={"kind": kind})


class _Enrols:
    """What follows when somebody has set up a second factor: this session has shown it."""

    request: HttpRequest
    kind = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever holds a second factor and has not shown it in this session shows that one, and adds no other."""
        if not factors.has_shown_two(request) and factors.newest(request.user.pk) is not None:
            logout(request)
            return redirect("account_login")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        factors.shown_now(self.request, factors.newest(self.request.user.pk))
        _noted(self.request, "factor_added", self.kind)
        return answer

    def get_success_url(self) -> str:
        """New recovery codes are shown once and at once; else back to the page that lists everything."""
        if getattr(self, "did_generate_recovery_codes", False):
            return reverse("mfa_view_recovery_codes")
        return str(SECURITY)


class AppView(_Enrols, ActivateTOTPView):  # type: ignore[misc]
    kind = "totp"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**given)
        key = context["form"].secret
        return context | {"spaced_key": " ".join(key[place : place + 4] for place in range(0, len(key), 4))}


class PasskeyView(_Enrols, AddWebAuthnView):  # type: ignore[misc]
    kind = "webauthn"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        kwargs.setdefault("initial", {}).setdefault("passwordless", True)
        return kwargs


class RemoveAppView(DeactivateTOTPView):  # type: ignore[misc]
    success_url = SECURITY

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        _noted(self.request, "factor_removed", "totp")
        return answer

    def get_form_kwargs(self) -> dict[str, Any]:
        """allauth shows errors before anybody has sent anything; here only what was sent can be wrong."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        if self.request.method != "POST":
            kwargs.pop("data", None)
        return kwargs

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**given) | {"is_last": not factors.others(self.authenticator)}


class RemovePasskeyView(RemoveWebAuthnView):  # type: ignore[misc]
    success_url = SECURITY

    def form_valid(self, form: Any) -> HttpResponse:
        if not factors.others(self.get_object()):
            raise CannotDo(LAST_FACTOR)
        answer: HttpResponse = super().form_valid(form)
        _noted(self.request, "factor_removed", "webauthn")
        return answer

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        name = self.object.wrap().name
        return super().get_context_data(**given) | {"is_last": not factors.others(self.object), "passkey": name}


class RenamePasskeyView(EditWebAuthnView):  # type: ignore[misc]
    success_url = SECURITY


class NewCodesView(GenerateRecoveryCodesView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        _noted(self.request, "codes_made", "recovery_codes")
        return answer


class CodesView(ViewRecoveryCodesView):  # type: ignore[misc]
    """The recovery codes, once."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        if not Authenticator.objects.filter(user_id=self.request.user.pk, type="recovery_codes").exists():
            raise Http404
        return super().get_context_data(**given)


def _with_a_way(view: Any) -> Any:
    """Whoever has nothing that they could show again is told so, not refused."""

    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not get_adapter(request).get_reauthentication_methods(request.user):
            messages.info(request, NO_WAY_AGAIN)
            return redirect("organisation:security")
        return view(request, *args, **kwargs)

    return asked


activate_app = AppView.as_view()
remove_app = RemoveAppView.as_view()
add_passkey = PasskeyView.as_view()
remove_passkey = RemovePasskeyView.as_view()
rename_passkey = RenamePasskeyView.as_view()
new_codes = NewCodesView.as_view()
codes = CodesView.as_view()
password_again = _with_a_way(ReauthenticateView.as_view())
code_again = _with_a_way(CodeAgainView.as_view())
passkey_again = _with_a_way(ReauthenticateWebAuthnView.as_view())
