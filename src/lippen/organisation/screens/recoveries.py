"""Letting somebody back in who lost their way in: one asks, another confirms, each having shown again who they are."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.design.forms import DesignForm, explained
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.errors import NotVisible
from lippen.organisation import factors
from lippen.organisation.actions import recoveries as actions
from lippen.organisation.queries import recoveries as queries
from lippen.organisation.queries import ways_in
from lippen.organisation.screens.accounts import crumbs, shown_once
from lippen.organisation.vocabulary import BY_PEOPLE, CHECKED_WORDS, LOST_WORDS, Checked, Lost


def _checked() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="How do you know that it is them?",
        choices=[(checked.value, CHECKED_WORDS[checked]) for checked in BY_PEOPLE],
        widget=forms.RadioSelect,
        error_messages={"required": actions.SAY_HOW},
    )


class AskForm(DesignForm):
    lost = forms.ChoiceField(
        label="What did they lose?",
        choices=[(lost.value, words) for lost, words in LOST_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what they lost."},
    )
    checked = _checked()


class ConfirmForm(DesignForm):
    checked = _checked()


def recover(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask that somebody be let back in who lost their password, their phone or both."""
    found = ways_in.account_for(request.actor, ref)
    if waiting := queries.waiting_for(request.actor, found.pk, at=clock.real_now()):
        return redirect("organisation:recovery", waiting)
    factors.ask_again(request)
    form = AskForm(request.POST or None)
    if form.is_valid():
        with explained(form):
            given = {"lost": Lost(form.cleaned_data["lost"]), "checked": Checked(form.cleaned_data["checked"])}
            made = actions.ask(actor=request.actor, account=found, at=clock.real_now(), **given)
            messages.success(request, f"A second person is asked to confirm it. {found.person.name} is told by e-mail.")
            return redirect("organisation:recovery", made.ref)
    page = reverse("organisation:account", args=[ref])
    name = found.person.name
    context = {
        "title": f"Help {name} back in",
        "form": form,
        "back": page,
        "crumbs": crumbs(Crumb(name, page), Crumb("Recovery")),
    }
    return render(request, "organisation/recover.html", context)


def recoveries(request: HttpRequest) -> HttpResponse:
    found = queries.recoveries(request.actor, at=clock.real_now())
    context = {
        "title": "People to let back in",
        "waiting": [row for row in found if row.is_waiting],
        "over": [row for row in found if not row.is_waiting],
        "crumbs": _crumbs(request),
    }
    return render(request, "organisation/recoveries.html", context)


def recovery(request: HttpRequest, ref: str) -> HttpResponse:
    found = queries.recovery(request.actor, ref, at=clock.real_now())
    context = {"title": f"Let {found.name} back in", "found": found, "crumbs": _crumbs(request, Crumb(found.name))}
    return render(request, "organisation/recovery.html", context)


def confirm(request: HttpRequest, ref: str) -> HttpResponse:
    """Say the second of two words. The answer is no redirect: the code is shown once and kept nowhere."""
    found = queries.recovery(request.actor, ref, at=clock.real_now())
    if not found.may_confirm and request.method != "POST":
        return redirect("organisation:recovery", ref)
    factors.ask_again(request)
    form = ConfirmForm(request.POST or None)
    if form.is_valid():
        with explained(form):
            checked = Checked(form.cleaned_data["checked"])
            code = actions.confirm(actor=request.actor, recovery_ref=ref, checked=checked, at=clock.real_now())
            return shown_once(request, code, found.name, found.person_ref, back=_page(ref))
    context = {
        "title": f"Confirm that {found.name} be let back in",
        "form": form,
        "found": found,
        "back": _page(ref),
        "crumbs": _crumbs(request, Crumb(found.name, _page(ref)), Crumb("Confirm")),
    }
    return render(request, "organisation/confirm_recovery.html", context)


def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    found = queries.recovery(request.actor, ref, at=clock.real_now())
    actions.withdraw(actor=request.actor, recovery_ref=ref, at=clock.real_now())
    messages.success(request, f"It is stopped: nobody comes in as {found.name} by it.")
    return redirect("organisation:recovery", ref)


def not_me(request: HttpRequest) -> HttpResponse:
    """Stop what others asked for in one's own name: whoever is signed in has lost nothing."""
    found = queries.own_waiting(request.actor, at=clock.real_now())
    if not found:
        raise NotVisible
    for row in found:
        actions.withdraw(actor=request.actor, recovery_ref=row.ref, at=clock.real_now())
    messages.success(request, "It is stopped. Tell your council's information governance today.")
    return redirect("organisation:security")


def _page(ref: str) -> str:
    return reverse("organisation:recovery", args=[ref])


def _crumbs(request: HttpRequest, *more: Crumb) -> tuple[Crumb, ...]:
    """The way back; whoever does not look after ways in has no list of them to go back to."""
    here = Crumb("People to let back in", reverse("organisation:recoveries"))
    every = (here, *more) if more else (Crumb(here.label),)
    return crumbs(*every) if may(request.actor, Permission.MANAGE_ACCOUNTS) else every
