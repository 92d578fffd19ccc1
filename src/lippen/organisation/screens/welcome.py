"""A one-time code that an administrator gave: set a password with it, then go on to the second step."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from lippen.design.forms import DesignForm, explained
from lippen.kernel import clock
from lippen.kernel.access import NOBODY
from lippen.kernel.errors import CannotDo
from lippen.organisation.actions import ways_in

LIMITS = {"one_time_code": "30/5m/ip"}
NOT_ALIKE = "The two passwords are not alike. Type them again."


class WelcomeForm(DesignForm):
    code = forms.CharField(
        label="One-time code",
        max_length=40,
        help_text="16 letters and figures, such as abcd-2345-efgh-6789. Capitals and hyphens do not matter.",
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "Write the code that your administrator gave you."},
    )
    password1 = forms.CharField(
        label="New password",
        help_text="At least 12 characters. Three unusual words work well.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": "Write a new password."},
    )
    password2 = forms.CharField(
        label="The new password once more",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": "Write the new password once more."},
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        first, again = given.get("password1"), given.get("password2")
        if first and again and first != again:
            self.add_error("password2", NOT_ALIKE)
        if first and given.get("code"):
            self._check(first, given["code"])
        return given

    def _check(self, password: str, code: str) -> None:
        """The password against what is known of whose it will be; a wrong code is told when it is used."""
        try:
            validate_password(password, ways_in.account_by_code(code, at=clock.real_now()))
        except forms.ValidationError as refused:
            self.add_error("password1", refused)


@never_cache
@sensitive_post_parameters("code", "password1", "password2")
def welcome(request: HttpRequest) -> HttpResponse:
    if answer := ratelimit.consume_or_429(request, app="allauth.account", action="one_time_code", config=LIMITS):
        return answer
    form = WelcomeForm(request.POST or None)
    if form.is_valid():
        with explained(form):
            return _entered(request, form)
    return render(request, "organisation/welcome.html", {"title": "Welcome to Lippen", "form": form})


def _entered(request: HttpRequest, form: WelcomeForm) -> HttpResponse:
    """The password is set, and its holder goes through the same door as everybody with it."""
    code, password = form.cleaned_data["code"], form.cleaned_data["password1"]
    if request.user.is_authenticated:
        raise CannotDo("You are signed in already. Sign out first if this code is for somebody else.", field="code")
    account = ways_in.use_code(actor=NOBODY, code=code, password=password, at=clock.real_now())
    return perform_password_login(request, {"email": account.email}, Login(user=account, email=account.email))
