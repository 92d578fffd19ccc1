"""One's own page: how one is reminded, when one is away and who covers, one's own calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation
from lippen.organisation.actions.absences import end_absence, record_absence, say_why
from lippen.organisation.actions.absences import hand_over as hand_over_duties
from lippen.organisation.actions.digests import choose_rhythm
from lippen.organisation.actions.links import make_calendar_link, revoke_calendar_link
from lippen.organisation.queries import cover, digests, leavers, links
from lippen.organisation.vocabulary import AWAY_WORDS, RHYTHM_WORDS, AwayWhy, Rhythm
from lippen.web import desks

LOG_SIZE = 50


def crumbs(title: str) -> tuple[Crumb, ...]:
    return (Crumb("Your page", reverse("web:me")), Crumb(title))


def me(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, *, addresses: Sequence[str] = ()) -> HttpResponse:
    actor, today = request.actor, clock.today()
    is_officer = cover.authority_of_officer(actor.person_id, on=today) is not None
    found = cover.absences(actor, from_on=today) if is_officer else ()
    context = {
        "title": actor.name,
        "rhythm": RHYTHM_WORDS[digests.rhythm_of(actor)],
        "sent": digests.digests_sent_to(actor),
        "link": links.calendar_link(actor),
        "addresses": addresses,
        "reads_papers": may(actor, Permission.READ_PAPER),
        "is_officer": is_officer,
        "mine": [row for row in found if row.person_id == actor.person_id],
        "covering": [row for row in found if row.cover_id == actor.person_id],
        "theirs": [row for row in found if actor.person_id not in (row.person_id, row.cover_id)],
    }
    return render(request, "web/me.html", context)


class RhythmForm(DesignForm):
    """How often."""

    rhythm = forms.ChoiceField(
        label="How often do you want your duties by e-mail?",
        choices=[(rhythm.value, words) for rhythm, words in RHYTHM_WORDS.items()],
        widget=forms.RadioSelect,
        help_text="The e-mail says what is past its date and what is due within a week. When nothing is due none is "
        "sent.",
    )


def reminders(request: HttpRequest) -> HttpResponse:
    chosen = digests.rhythm_of(request.actor)

    def build(data: object, files: object) -> RhythmForm:
        return RhythmForm(data, initial={"rhythm": chosen})

    def send(form: RhythmForm) -> str:
        rhythm = Rhythm(form.cleaned_data["rhythm"])
        choose_rhythm(actor=request.actor, rhythm=rhythm, at=clock.real_now())
        return f"Your duties come by e-mail: {RHYTHM_WORDS[rhythm].lower()}."

    page = _form_page("reminders", "", "Reminders by e-mail", "Keep this")
    return answer(request, page, build, send)


def _form_page(key: str, subject: str, title: str, button: str, **context: object) -> Page:
    return Page(
        key=key,
        subject=subject,
        title=title,
        button=button,
        back=reverse("web:me"),
        crumbs=crumbs(title),
        context=context,
        has_draft=False,
    )


def _why_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Why?",
        choices=[(why.value, words) for why, words in AWAY_WORDS.items()],
        widget=forms.RadioSelect,
        help_text="Seen by whoever is away and those whom they answer to. Whoever covers sees the days alone.",
    )


class AwayForm(DesignForm):
    """Who is away, from when until when, and who covers."""

    person = forms.TypedChoiceField(label="Who is away?", coerce=int)
    starts_on = DatePartsField(label="First day away")
    last_on = DatePartsField(label="Last day away", help_text="The same day, if it is only one")
    why = _why_field()
    cover = forms.TypedChoiceField(
        label="Who covers?",
        coerce=int,
        help_text="Their desk, digest and calendar also hold these duties in those days, and they may do them.",
    )

    def __init__(self, *args: object, people: list[tuple[int, str]], covers: list[tuple[int, str]], **kwargs: object):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people
        self.fields["cover"].choices = [("", "Choose somebody"), *covers]
        if len(people) == 1:
            self.fields["person"].initial = people[0][0]
            self.fields["person"].widget = forms.HiddenInput()


def away(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, clock.today()
    authority_id = cover.authority_of_officer(actor.person_id, on=today)
    covers = [(row.id, _named(row)) for row in (cover.who_may_cover(authority_id, on=today) if authority_id else ())]
    people = _people(actor, today)

    def build(data: object, files: object) -> AwayForm:
        return AwayForm(data, people=people, covers=covers)

    def send(form: AwayForm) -> str:
        given = form.cleaned_data
        record_absence(
            actor=actor,
            person_id=given["person"],
            cover_id=given["cover"],
            starts_on=given["starts_on"],
            ends_on=given["last_on"] + timedelta(days=1),
            why=AwayWhy(given["why"]),
            at=clock.now(),
            token=form.token,
        )
        names = organisation.person_names([given["cover"]])
        first, last = given["starts_on"], given["last_on"]
        days = f"on {day_words(first)}" if first == last else f"from {day_words(first)} to {day_words(last)}"
        return f"{names[given['cover']]} covers {days}."

    page = _form_page("away", "", "Say who is away", "Record this")
    return answer(request, page, build, send)


def _named(row: organisation.PersonRow) -> str:
    return f"{row.name}, {row.post_title}" if row.post_title else row.name


def _people(actor: Actor, today: date) -> list[tuple[int, str]]:
    under = organisation.people_by_id(cover.people_under(actor, on=today), on=today).values()
    others = sorted((row.name, row.id, _named(row)) for row in under)
    return [(actor.person_id, f"{actor.name} (you)"), *((pk, words) for _, pk, words in others)]


class BackForm(DesignForm):
    """From which day they are back."""

    back_on = DatePartsField(label="First day back", help_text="To call it off altogether give the first day away")


def end_away(request: HttpRequest, ref: str) -> HttpResponse:
    found = cover.absence(request.actor, ref, on=clock.today())

    def build(data: object, files: object) -> BackForm:
        return BackForm(data)

    def send(form: BackForm) -> str:
        end_absence(actor=request.actor, absence_ref=ref, ends_on=form.cleaned_data["back_on"], at=clock.now())
        day = day_words(max(form.cleaned_data["back_on"], found.starts_on))
        return f"It stands on your desk again from {day}." if found.is_gone else f"{found.name} is back from {day}."

    title = f"End what {found.cover_name} does for {found.name}" if found.is_gone else f"{found.name} is back sooner"
    page = _form_page("back", ref, title, "Record this", absence=found)
    return answer(request, page.with_template("web/end_away.html"), build, send)


class WhyForm(DesignForm):
    """Why somebody is away."""

    why = _why_field()


def say_why_away(request: HttpRequest, ref: str) -> HttpResponse:
    found = cover.absence(request.actor, ref, on=clock.today())
    if not cover.may_know_why(request.actor, found.person_id, on=clock.today()):
        raise NotVisible
    said = cover.whys(request.actor, [ref]).get(ref)

    def build(data: object, files: object) -> WhyForm:
        return WhyForm(data, initial={"why": said.value if said else ""})

    def send(form: WhyForm) -> str:
        why = AwayWhy(form.cleaned_data["why"])
        say_why(actor=request.actor, absence_ref=ref, why=why, at=clock.now())
        return f"It is recorded: {AWAY_WORDS[why].lower()}."

    is_own = found.person_id == request.actor.person_id
    title = f"Why {'you are' if is_own else f'{found.name} is'} away from {day_words(found.starts_on)}"
    return answer(request, _form_page("why-away", ref, title, "Record this"), build, send)


class HandOverForm(DesignForm):
    """Who does from now on what somebody left."""

    cover = forms.TypedChoiceField(
        label="Who takes it over?",
        coerce=int,
        help_text="From today it stands on their desk, and they may do it, for a year or until somebody else is named.",
    )

    def __init__(self, *args: object, covers: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cover"].choices = [("", "Choose somebody"), *covers]


def hand_over(request: HttpRequest, ref: str) -> HttpResponse:
    actor, today = request.actor, clock.today()
    left = desks.left_by(actor, ref, today=today)
    authority_id = leavers.authority_of_leaver(left.person.id, on=today)
    covers = [(row.id, _named(row)) for row in (cover.who_may_cover(authority_id, on=today) if authority_id else ())]

    def build(data: object, files: object) -> HandOverForm:
        return HandOverForm(data, covers=covers)

    def send(form: HandOverForm) -> Sent:
        to = form.cleaned_data["cover"]
        hand_over_duties(actor=actor, person_id=left.person.id, cover_id=to, at=clock.now(), token=form.token)
        name = organisation.person_names([to])[to]
        return Sent(f"{name} has what {left.person.name} left. Now name a new lead in the plan.", reverse("web:home"))

    title = f"Hand over what {left.person.name} left"
    page = _form_page("hand-over", ref, title, "Hand it over", left=left)
    return answer(request, page.with_template("web/hand_over.html"), build, send)


def make_calendar(request: HttpRequest) -> HttpResponse:
    secret = make_calendar_link(actor=request.actor, at=clock.real_now())
    addresses = [request.build_absolute_uri(reverse(f"web:{name}", args=[secret])) for name in ("calendar", "cycle")]
    response = _page(request, addresses=addresses)
    response.headers["Cache-Control"] = "no-store"
    return response


def revoke_calendar(request: HttpRequest) -> HttpResponse:
    revoke_calendar_link(actor=request.actor, at=clock.real_now())
    return redirect("web:me")


def digest_log(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 6 else 1
    rows, found = digests.digest_log(page=max(1, page), size=LOG_SIZE)
    page_obj = Paginator(range(found), LOG_SIZE).get_page(page)
    context = {"title": "Digests sent by e-mail", "rows": rows, "page_obj": page_obj}
    request.audit_keys = {"digests": len(rows)}
    return render(request, "web/digest_log.html", context)
