"""The forms of signing in: labels stand above their fields, nothing stands inside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms

from lippen.kernel import audit
from lippen.kernel.access import NOBODY
from lippen.organisation.queries.ways_in import subject_of

CODE = "Code"
CODE_BOX = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "ds_input--fixed-10", "autofocus": True}


class Plain(forms.Form):
    """allauth's forms without words inside the fields: they vanish as one types, and look like an answer."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].label = "E-mail address"
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"
        self.fields["login"].error_messages["required"] = "Write your e-mail address."
        self.fields["password"].error_messages["required"] = "Write your password."
        self.fields["password"].help_text = ""


class NewPasswordForm(Plain, ChangePasswordForm):  # type: ignore[misc]
    """The present password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("oldpassword", "Present password"), ("password1", "New password"), ("password2", "Again")):
            self.fields[name].label = label
        self.fields["password1"].help_text = "At least 12 characters. Three unusual words work well."
        self.fields["password2"].help_text = "The new password once more"


class PasswordAgainForm(Plain, ReauthenticateForm):  # type: ignore[misc]
    """The password, once more before something about keys is changed."""


class SecondStepForm(Plain, AuthenticateForm):  # type: ignore[misc]
    """A code from the app, or one of the recovery codes."""

    code = forms.CharField(
        label=CODE,
        help_text="Six figures from your authenticator app, or one of your recovery codes",
        widget=forms.TextInput(attrs=CODE_BOX),
        error_messages={"required": "Write the code that your app shows now."},
    )

    def _emit_authentication_failed(self, authenticator: Any) -> None:
        """Note the wrong code on its holder's page; the code itself is kept nowhere."""
        audit.record(NOBODY, "account.second_refused", subject_of(self.user.pk))


class SecondStepAgainForm(Plain, CodeAgainForm):  # type: ignore[misc]
    """The same, before something about keys is changed."""

    code = SecondStepForm.base_fields["code"]


class AppForm(Plain, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app that is being set up."""

    code = forms.CharField(
        label="Code that the app shows now",
        help_text="Six figures. They change every 30 seconds.",
        widget=forms.TextInput(attrs={**CODE_BOX, "autofocus": False}),
        error_messages={"required": "Write the code that the app shows now."},
    )


class _Whole(forms.Form):
    """An answer that is not whole is told like a wrong code: allauth's reader stumbles over what is missing."""

    def _clean_fields(self) -> None:
        self._told(super()._clean_fields)  # type: ignore[misc]

    def _clean_form(self) -> None:
        self._told(super()._clean_form)  # type: ignore[misc]

    def _told(self, clean: Callable[[], None]) -> None:
        try:
            clean()
        except (KeyError, TypeError, ValueError, AttributeError):
            self.add_error("credential", get_adapter().validation_error("incorrect_code"))


class PasskeyShownForm(_Whole, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step."""


class PasskeyAgainForm(_Whole, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey, before something about keys is changed."""


class PasskeyAloneForm(_Whole, LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey in place of everything."""


class PasskeyForm(Plain, _Whole, AddWebAuthnForm):  # type: ignore[misc]
    """A passkey's name; the browser adds the key itself."""

    name = forms.CharField(
        required=False,
        max_length=60,
        label="What shall we call it?",
        help_text="So that you know it again, such as “My work laptop”",
    )
    passwordless = forms.BooleanField(
        required=False,
        label="Let me sign in with it alone, without a password",
        help_text="Your device then asks for your fingerprint, face or PIN.",
    )


class PasskeyNameForm(Plain, EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    name = forms.CharField(
        max_length=60, label="Name", error_messages={"required": "Write a name, such as “My work laptop”."}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "off"
