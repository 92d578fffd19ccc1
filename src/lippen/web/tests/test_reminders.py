"""Digests by e-mail: one a spell, counts in the subject, titles that the reader may see, none lost and none twice."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse

from lippen.improvement import actions
from lippen.improvement.tests.factories import NOW, TODAY, Cast, cast
from lippen.improvement.tests.screens import signed_in, statements, text_of
from lippen.improvement.vocabulary import State
from lippen.kernel import access
from lippen.kernel.models import AuditEntry
from lippen.organisation import rules
from lippen.organisation.actions.absences import record_absence
from lippen.organisation.actions.digests import choose_rhythm
from lippen.organisation.models import Account, Digest, Person, Post, PostHolding
from lippen.organisation.queries import cover
from lippen.organisation.queries.digests import digests_due
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people
from lippen.organisation.vocabulary import Rhythm
from lippen.web import jobs

pytestmark = pytest.mark.django_db
MONDAY = date(2012, 10, 15)
SECRET = "Robin Childsname"


@pytest.fixture
def here(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    settings.LIPPEN_SITE = "https://lippen.example.org"
    return cast()


def send(actor, rhythm: Rhythm = Rhythm.WEEKLY, spell_on: date = MONDAY) -> None:
    jobs.send_digest(account_id=actor.account_id, rhythm=rhythm.value, spell_on=spell_on.isoformat())


def test_organisation_digest_is_due_on_working_days_and_once_a_week() -> None:
    days = [MONDAY + timedelta(days=n) for n in range(7)]
    assert [rules.digest_spell(Rhythm.DAILY, day) for day in days] == [*days[:5], None, None]
    assert [rules.digest_spell(Rhythm.WEEKLY, day) for day in days] == [*([MONDAY] * 5), None, None]
    assert {rules.digest_spell(Rhythm.OFF, day) for day in days} == {None}


def test_the_digest_says_what_is_on_the_desk_and_its_subject_only_counts(here: Cast) -> None:
    here.action(f"Ask {SECRET} about the rota", state=State.UNDER_WAY)
    send(here.worker)

    (letter,) = mail.outbox
    assert letter.subject == "Lippen: 1 past its date"
    assert letter.to == [Account.objects.get(pk=here.worker.account_id).email]
    assert f"1.1 Ask {SECRET} about the rota: Say how it goes, 33 days late" in letter.body
    assert "https://lippen.example.org/plans/actions/action-" in letter.body
    assert "https://lippen.example.org/me/reminders" in letter.body
    assert SECRET not in str(dict(letter.extra_headers))


def test_the_log_holds_counts_and_keys_and_no_words(here: Cast) -> None:
    ref = here.action(f"Ask {SECRET}", state=State.UNDER_WAY).ref
    send(here.worker)
    kept = Digest.objects.values().get()
    assert (kept["state"], kept["duties"], kept["late"], kept["keys"]) == ("sent", 1, 1, [ref])
    entries = [str(entry) for entry in AuditEntry.objects.filter(verb__startswith="digest.").values()]
    assert SECRET not in str(kept) + "".join(entries)
    assert AuditEntry.objects.get(verb="digest.sent").keys["subjects"] == [ref]


def test_a_digest_names_nothing_that_its_reader_may_not_see(here: Cast) -> None:
    action = here.action("Known to our council alone", state=State.UNDER_WAY)
    Duty = type(here.plan)._meta.apps.get_model("organisation", "Duty")  # noqa: N806
    Duty.objects.filter(subject_key=action.ref).update(holder_id=here.stranger.person_id)
    send(here.stranger)
    assert mail.outbox == []
    assert Digest.objects.get().state == "nothing"


def test_an_empty_desk_sends_nothing_and_the_log_says_so(here: Cast) -> None:
    send(here.worker)
    assert (mail.outbox, Digest.objects.get().state) == ([], "nothing")


def test_done_again_it_sends_nothing_more(here: Cast) -> None:
    here.action(state=State.UNDER_WAY)
    for _ in range(3):
        send(here.worker)
    assert len(mail.outbox) == 1
    send(here.worker, Rhythm.DAILY, TODAY)
    assert len(mail.outbox) == 2


def test_duties_of_whom_one_covers_stand_there_for_their_name(here: Cast) -> None:
    here.action(state=State.UNDER_WAY)
    stand_in = people.actor(here.council, Role.SOCIAL_WORKER)
    access.identify(here.worker, today=TODAY)
    record_absence(
        actor=here.worker,
        person_id=here.worker.person_id,
        cover_id=stand_in.person_id,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=7),
        at=NOW,
    )
    send(stand_in)
    assert f"33 days late (for {here.worker.name})" in mail.outbox[0].body
    page = signed_in(stand_in).get(reverse("web:home")).content.decode()
    assert f"for {here.worker.name}" in page


def test_what_is_very_late_is_raised_with_the_manager_on_desk_digest_and_story(here: Cast) -> None:
    action = here.action("Write the rota", state=State.UNDER_WAY)
    jobs.raise_late_duties(actor=access.BY_RULE, at=NOW)
    send(here.boss)
    assert mail.outbox[0].subject == "Lippen: 1 raised with you"
    assert f"asked of {here.worker.name}, 33 days late" in mail.outbox[0].body
    page = signed_in(here.boss).get(reverse("web:home")).content.decode()
    assert "Raised with you (1)" in page
    story = signed_in(here.worker).get(reverse("improvement:action", args=[action.ref])).content.decode()
    assert f"Raised with {here.boss.name}" in story
    assert "33 days past its day" in story


def gone(here: Cast) -> None:
    """The worker has left."""
    PostHolding.objects.filter(person_id=here.worker.person_id).update(ends_on=TODAY)


def test_what_somebody_left_is_on_their_managers_desk_and_digest_until_it_is_handed_over(here: Cast) -> None:
    action = here.action("Write the rota", state=State.UNDER_WAY, so_on=TODAY)
    gone(here)
    jobs.raise_late_duties(actor=access.BY_RULE, at=NOW)
    page = text_of(signed_in(here.boss).get(reverse("web:home")))
    assert "Duties of somebody who left" in page and f"left by {here.worker.name}" in page
    assert "Raised with you" not in page
    send(here.boss)
    assert mail.outbox[0].subject == "Lippen: 1 left by somebody"
    assert f"Write the rota: Say how it goes, left by {here.worker.name}" in mail.outbox[0].body.replace("1.1 ", "")
    story = text_of(signed_in(here.boss).get(reverse("improvement:action", args=[action.ref])))
    assert f"asked of {here.worker.name} by" in story and "who left." in story

    url = reverse("web:hand_over", args=[Person.objects.get(pk=here.worker.person_id).ref])
    assert url in page
    stand_in = people.actor(here.council, Role.SOCIAL_WORKER)
    form = text_of(signed_in(here.boss).get(url))
    assert "1.1 Write the rota" in form
    for other in (stand_in, here.editor, here.stranger):
        assert signed_in(other).get(url).status_code == 404
    assert "Choose somebody" in text_of(signed_in(here.boss).post(url, {"cover": ""}))
    told = text_of(signed_in(here.boss).post(url, {"cover": stand_in.person_id}, follow=True))
    assert f"{stand_in.name} has what {here.worker.name} left" in told
    assert "Duties of somebody who left" not in told
    assert f"for {here.worker.name}" in text_of(signed_in(stand_in).get(reverse("web:home")))
    assert signed_in(stand_in).get(reverse("improvement:change_state", args=[action.ref])).status_code == 200
    assert signed_in(here.boss).get(url).status_code == 404
    mine = text_of(signed_in(here.boss).get(reverse("web:me")))
    assert f"{here.worker.name} left; {stand_in.name} does what they left" in mine


def test_desk_says_that_there_was_no_update_within_the_rhythm(here: Cast) -> None:
    action = here.action("Write the rota", state=State.UNDER_WAY)
    client = signed_in(here.worker)
    assert "No update within the rhythm" in client.get(reverse("web:home")).content.decode()
    actions.write_update(actor=here.worker, action_ref=action.ref, paragraphs=["Going"], so_on=TODAY, at=NOW)
    assert "No update within the rhythm" not in client.get(reverse("web:home")).content.decode()


def test_a_server_that_takes_no_letters_leaves_the_digest_to_be_tried_again(here: Cast, settings) -> None:
    here.action(state=State.UNDER_WAY)
    settings.EMAIL_BACKEND = "lippen.web.tests.letters.Broken"
    send(here.worker)
    assert (Digest.objects.get().state, Digest.objects.get().tries) == ("failed", 1)
    assert (here.worker.account_id, Rhythm.WEEKLY, MONDAY) in digests_due(TODAY)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send(here.worker)
    assert (Digest.objects.get().state, len(mail.outbox)) == ("sent", 1)
    assert (here.worker.account_id, Rhythm.WEEKLY, MONDAY) not in digests_due(TODAY)


def test_what_was_chosen_decides_who_is_sent_one_today(here: Cast) -> None:
    def due() -> set[tuple[str, date]]:
        return {(rhythm.value, day) for account, rhythm, day in digests_due(TODAY) if account == here.worker.account_id}

    assert due() == {("weekly", MONDAY)}
    for rhythm, wanted in ((Rhythm.DAILY, {("daily", TODAY)}), (Rhythm.OFF, set()), (Rhythm.WEEKLY, due())):
        choose_rhythm(actor=here.worker, rhythm=rhythm, at=NOW)
        assert due() == (wanted if rhythm is not Rhythm.WEEKLY else {("weekly", MONDAY)})
    Account.objects.filter(pk=here.worker.account_id).update(is_active=False)
    assert due() == set()


@pytest.mark.django_db(transaction=True)
def test_killed_anywhere_and_done_again_each_reader_holds_one_letter(settings) -> None:
    """Whoever is killed after sending sends again under the same message id: of those a mailbox keeps one."""
    from lippen.web.tests import letters

    settings.LIPPEN_TODAY = TODAY
    settings.EMAIL_BACKEND = "lippen.web.tests.letters.Killed"
    with transaction.atomic():
        there = cast()
        for number in range(3):
            there.action(f"Action {number}", state=State.UNDER_WAY)
    rng = random.Random(7)
    with letters.killing(rng):
        for _ in range(40):
            try:
                send(there.worker)
            except letters.Kill:
                continue
    assert letters.KILLS > 3
    assert list(letters.MAILBOX) == [Digest.objects.get().message_id]
    assert Digest.objects.get().state == "sent"


# --- pages ---


def test_one_chooses_the_rhythm_on_ones_own_page(here: Cast) -> None:
    client = signed_in(here.worker)
    assert "Once a week, on Monday" in client.get(reverse("web:me")).content.decode()
    answer = client.post(reverse("web:reminders"), {"rhythm": "daily"}, follow=True)
    assert "Your duties come by e-mail: every working day." in answer.content.decode()
    assert (
        "not one of the answers offered" in client.post(reverse("web:reminders"), {"rhythm": "hourly"}).content.decode()
    )


def days(first: date, last: date) -> dict[str, object]:
    parts = {"starts_on": first, "last_on": last}
    return {f"{name}_{part}": getattr(day, part) for name, day in parts.items() for part in ("day", "month", "year")}


def test_one_says_on_a_page_that_one_is_away_and_that_one_is_back(here: Cast) -> None:
    stand_in = people.actor(here.council, Role.SOCIAL_WORKER)
    client, until = signed_in(here.worker), TODAY + timedelta(days=6)
    form = {"person": here.worker.person_id, "cover": stand_in.person_id, "why": "sickness", **days(TODAY, until)}
    answer = client.post(reverse("web:away"), form, follow=True).content.decode()
    assert f"{stand_in.name} covers from 17 October 2012 to 23 October 2012." in answer
    assert "You are back on 24 October 2012. Sickness." in answer
    covers = signed_in(stand_in).get(reverse("web:me")).content.decode()
    assert f"You cover for {here.worker.name}" in covers and "ickness" not in covers

    again = client.post(reverse("web:away"), form).content.decode()
    assert "These days are recorded already" in again

    access.identify(here.worker, today=TODAY)
    (row,) = cover.absences(here.worker, from_on=TODAY)
    back = {"back_on_day": 17, "back_on_month": 10, "back_on_year": 2012}
    told = client.post(reverse("web:end_away", args=[row.ref]), back, follow=True).content.decode()
    assert "is back from 17 October 2012" in told
    assert "Nobody is away whose work concerns you." in told


def test_the_log_of_what_was_sent_is_for_those_who_keep_watch(here: Cast) -> None:
    here.action(state=State.UNDER_WAY)
    send(here.worker)
    keeper = signed_in(people.actor(here.council, Role.ADMINISTRATOR))
    page = keeper.get(reverse("web:digest_log")).content.decode()
    assert here.worker.name in page
    assert "Write the rota" not in page
    assert signed_in(here.boss).get(reverse("web:digest_log")).status_code == 403


@pytest.mark.parametrize("many", [10, 200])
def test_desk_and_own_page_ask_at_most_25_statements_whatever_is_due(here: Cast, many: int) -> None:
    from lippen.organisation.actions import Pin, pin_duties

    refs = [here.action(f"Action {number}", state=State.UNDER_WAY).ref for number in range(5)]
    stand_in = people.actor(here.council, Role.SERVICE_MANAGER)
    access.identify(here.worker, today=TODAY)
    given = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=7), "at": NOW}
    record_absence(actor=here.worker, person_id=here.worker.person_id, cover_id=stand_in.person_id, **given)
    rest = {"holder_id": here.worker.person_id, "starts_on": TODAY, "ends_on": TODAY + timedelta(days=1)}
    kinds = [f"kind-{number}" for number in range(many // 5)]
    pin_duties([Pin(kind, "improvement.action", ref, rule_key="r", **rest) for kind in kinds for ref in refs], at=NOW)
    above = Post.objects.get(pk=min(here.boss.post_ids))
    leaver = people.holder(people.post(here.council, Role.SOCIAL_WORKER, reports_to=above))
    theirs = {**rest, "holder_id": leaver.pk}
    pin_duties([Pin(kind, "improvement.action", ref, rule_key="r", **theirs) for kind in kinds for ref in refs], at=NOW)
    PostHolding.objects.filter(person=leaver).update(ends_on=TODAY)
    jobs.raise_late_duties(actor=access.BY_RULE, at=NOW)
    for actor in (stand_in, here.boss, here.worker):
        client = signed_in(actor)
        for name in ("web:home", "web:me"):
            answer, count = statements(lambda name=name, client=client: client.get(reverse(name)))
            assert (answer.status_code, count <= 25) == (200, True), (name, count)


def test_why_one_is_away_is_said_anew_on_a_page_that_nobody_beside_one_opens(here: Cast) -> None:
    stand_in = people.actor(here.council, Role.SOCIAL_WORKER)
    client, until = signed_in(here.worker), TODAY + timedelta(days=6)
    form = {"person": here.worker.person_id, "cover": stand_in.person_id, "why": "leave", **days(TODAY, until)}
    assert "Say why" not in client.post(reverse("web:away"), form, follow=True).content.decode()
    access.identify(here.worker, today=TODAY)
    url = reverse("web:say_why_away", args=[cover.absences(here.worker, from_on=TODAY)[0].ref])
    assert "Seen by whoever is away" in client.get(url).content.decode()
    told = client.post(url, {"why": "training"}, follow=True).content.decode()
    assert "It is recorded: training." in told and "24 October 2012. Training." in told
    assert "not one of the answers offered" in client.post(url, {"why": "a cold"}).content.decode()
    assert signed_in(stand_in).get(url).status_code == 404


def test_that_nobody_said_why_stands_on_the_page(here: Cast) -> None:
    stand_in = people.actor(here.council, Role.SOCIAL_WORKER)
    access.identify(here.worker, today=TODAY)
    given = {"person_id": here.worker.person_id, "cover_id": stand_in.person_id, "at": NOW}
    record_absence(actor=here.worker, starts_on=TODAY, ends_on=TODAY + timedelta(days=2), **given)
    page = signed_in(here.worker).get(reverse("web:me")).content.decode()
    assert "Why is not said." in page and "Say why" in page
