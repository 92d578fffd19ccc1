"""Ways in, for whoever looks after them: who has one, invitations, recoveries, closing and opening again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.design.forms import DatePartsField, DesignForm, FilterForm, explained
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, answer
from lippen.design.words import count_words, day_words
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation
from lippen.organisation.actions import close_account, ways_in
from lippen.organisation.queries import ways_in as queries
from lippen.organisation.queries.access_review import current_review
from lippen.organisation.roles import WORDS, Role
from lippen.organisation.vocabulary import CLOSING, WHY_WORDS, Purpose, Why

NEW_POST = "new"
LOOKS = (("", "Everybody"), ("open", "Open"), ("other", "Not open"), ("none", "No way in"))


def crumbs(*more: Crumb) -> tuple[Crumb, ...]:
    """The way back to everybody's ways in."""
    return (Crumb("Ways in", reverse("organisation:accounts")), *more)


def chosen_council(request: HttpRequest) -> organisation.AuthorityRow:
    """The council whose ways in are looked at: the one named in the address, else the first."""
    offered = organisation.authorities_of(request.actor, permission=Permission.MANAGE_ACCOUNTS)
    named = request.GET.get("council", "")
    found = next((row for row in offered if row.ref == named), offered[0] if offered and not named else None)
    if found is None:
        raise NotVisible
    return found


class LookForm(FilterForm):
    look = forms.ChoiceField(required=False, label="Show", choices=LOOKS)
    words = forms.CharField(required=False, label="Name", max_length=60)


def accounts(request: HttpRequest) -> HttpResponse:
    council = chosen_council(request)
    everybody = queries.ways_in(request.actor, council.id, on=clock.today(), at=clock.real_now())
    form = LookForm(request.GET)
    asked = form.chosen()
    context = {
        "title": "Ways in",
        "rows": [row for row in everybody if _is_wanted(row, asked)],
        "everybody": len(everybody),
        "open": sum(row.is_open for row in everybody),
        "review": current_review(request.actor, council.id, on=clock.today()),
        "answers": council,
        "councils": organisation.authorities_of(request.actor, permission=Permission.MANAGE_ACCOUNTS),
        "filter_form": form,
    }
    return render(request, "organisation/accounts.html", context)


def _is_wanted(row: queries.WayIn, asked: dict[str, Any]) -> bool:
    look = asked.get("look", "")
    fits = {"": True, "open": row.is_open, "other": row.has_one and not row.is_open, "none": not row.has_one}[look]
    return fits and str(asked.get("words", "")).casefold() in row.name.casefold()


def account(request: HttpRequest, ref: str) -> HttpResponse:
    found = queries.story(request.actor, ref, on=clock.today(), at=clock.real_now())
    is_mine = found.authority_id in request.actor.reach_of(Permission.MANAGE_ACCOUNTS)
    context = {"title": found.name, "found": found, "is_mine": is_mine, "crumbs": crumbs(Crumb(found.name))}
    return render(request, "organisation/account.html", context)


class InviteForm(DesignForm):
    """Who is invited, and to which post."""

    given_name = forms.CharField(label="Given name", max_length=80)
    family_name = forms.CharField(label="Family name", max_length=80)
    email = forms.EmailField(
        label="Their work e-mail address",
        help_text="They sign in with it. Nothing is sent to it.",
        error_messages={"invalid": "That does not look like an e-mail address. Write it like name@council.example."},
    )
    phone = forms.CharField(label="Their telephone number at work", max_length=40, required=False)
    post = forms.ChoiceField(label="Which post do they take up?")
    role = forms.ChoiceField(
        label="What kind of post is it?", required=False, help_text="For a new post: it says what they may do"
    )
    title = forms.CharField(
        label="What is the post called?", max_length=160, required=False, help_text="For a new post"
    )
    reports_to = forms.ChoiceField(
        label="Which post does it answer to?", required=False, help_text="For a new post: late work is raised there"
    )
    starts_on = DatePartsField(label="From which day?")

    def __init__(self, *args: Any, posts: tuple[organisation.PostRow, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vacant = [(str(row.id), row.title) for row in posts if not row.holders]
        held = [(str(row.id), f"{row.title} ({row.holder or 'vacant'})") for row in posts]
        self.fields["post"].choices = [(NEW_POST, "A new post"), *vacant]
        self.fields["role"].choices = [("", "Choose for a new post"), *((r.value, words) for r, words in WORDS.items())]
        self.fields["reports_to"].choices = [("", "None"), *held]
        self.fields["starts_on"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("post") == NEW_POST:
            if not given.get("role"):
                self.add_error("role", "Choose what kind of post it is.")
            if not given.get("title"):
                self.add_error("title", "Write what the post is called.")
        return given

    def newcomer(self) -> ways_in.Newcomer:
        """What the form says, as the action takes it."""
        given = self.cleaned_data
        is_new = given["post"] == NEW_POST
        return ways_in.Newcomer(
            given_name=given["given_name"],
            family_name=given["family_name"],
            email=given["email"].lower(),
            phone=given["phone"],
            starts_on=given["starts_on"],
            post_id=None if is_new else int(given["post"]),
            role=Role(given["role"]) if is_new else None,
            title=given["title"],
            reports_to_id=int(given["reports_to"]) if is_new and given["reports_to"] else None,
        )


def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody. The answer is no redirect: the code is shown once and kept nowhere."""
    council = chosen_council(request)
    posts = organisation.posts_of([council.id], on=clock.today())
    form = InviteForm(request.POST or None, posts=posts)
    if form.is_valid():
        with explained(form):
            authority = queries.council_for(request.actor, council.id)
            given = {"authority": authority, "newcomer": form.newcomer(), "at": clock.now()}
            person, code = ways_in.invite_newcomer(actor=request.actor, real_at=clock.real_now(), **given)
            return shown_once(request, code, person.name, person.ref)
    title = "Invite somebody"
    context = {"title": title, "form": form, "answers": council, "crumbs": crumbs(Crumb(title))}
    return render(request, "organisation/invite.html", context)


def shown_once(request: HttpRequest, code: ways_in.Code, name: str, ref: str, back: str = "") -> HttpResponse:
    """The page with a one-time code: no address holds it and no browser keeps it."""
    where = request.build_absolute_uri(reverse("organisation:welcome"))
    context = {
        "title": f"The code for {name}",
        "code": code,
        "where": where,
        "link": f"{where}#{code.words}",
        "name": name,
        "back": back or _page(ref),
        "is_recovery": code.purpose is Purpose.RECOVER,
        "crumbs": crumbs(Crumb(name, _page(ref)), Crumb("The code")) if not back else (Crumb(name, back),),
    }
    answer = render(request, "organisation/code.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def new_code(request: HttpRequest, ref: str) -> HttpResponse:
    """Another code for somebody invited, who has set no password yet; the one before stops working."""
    found = queries.account_for(request.actor, ref)
    code = ways_in.invite(actor=request.actor, account=found, at=clock.real_now())
    return shown_once(request, code, found.person.name, ref)


def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    found = queries.account_for(request.actor, ref)
    ways_in.withdraw(actor=request.actor, account=found, at=clock.real_now())
    messages.success(request, "The code is withdrawn: it opens nothing any more.")
    return redirect("organisation:account", ref)


class CloseForm(DesignForm):
    why = forms.ChoiceField(
        label="Why?", choices=[(why.value, WHY_WORDS[why]) for why in CLOSING], widget=forms.RadioSelect
    )


def close(request: HttpRequest, ref: str) -> HttpResponse:
    found = queries.account_for(request.actor, ref)
    name = found.person.name

    def send(form: DesignForm) -> str:
        close_account(actor=request.actor, account=found, why=Why(form.cleaned_data["why"]), at=clock.now())
        left = _left_words(ref)
        return f"The way in of {name} is closed. Wherever they are signed in, it ends with their next click.{left}"

    page = Page("close-way-in", ref, f"Close the way in of {name}", "Close it", _page(ref), has_draft=False)
    return answer(request, page, CloseForm, send)


def _left_words(ref: str, when: str = "") -> str:
    """What becomes of the duties of somebody who leaves; nothing where nothing is asked of them."""
    person_id = organisation.person_by_words(ref)
    owed = len(organisation.open_duties([person_id] if person_id else []))
    words = (
        f"{when}{count_words(owed, 'duty', 'duties')} of theirs {'stands' if owed == 1 else 'stand'} with their manager"
    )
    return f" {words[0].upper()}{words[1:]} until handed over." if owed else ""


def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    found = queries.account_for(request.actor, ref)
    ways_in.reopen(actor=request.actor, account=found, so_on=clock.today(), at=clock.now())
    messages.success(
        request, f"The way in of {found.person.name} is open again, with the password and second step as before."
    )
    return redirect("organisation:account", ref)


class EndPostForm(DesignForm):
    last_day = DatePartsField(label="What is their last day in it?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = clock.today()


def end_post(request: HttpRequest, ref: str, holding: int) -> HttpResponse:
    held = queries.holding_for(request.actor, holding)
    found = queries.story(request.actor, ref, on=clock.today(), at=clock.real_now())

    def send(form: DesignForm) -> str:
        last = form.cleaned_data["last_day"]
        ways_in.end_holding(actor=request.actor, holding_id=holding, last_day=last, at=clock.now())
        left = _left_words(ref, "If that is their last post, ")
        return f"{found.name} holds the post {held.title} until {day_words(last)}.{left}"

    page = Page(
        "end-post",
        str(holding),
        f"{found.name}: end the post {held.title}",
        "Record the last day",
        _page(ref),
        has_draft=False,
    )
    return answer(request, page, EndPostForm, send)


def _page(ref: str) -> str:
    return reverse("organisation:account", args=[ref])
