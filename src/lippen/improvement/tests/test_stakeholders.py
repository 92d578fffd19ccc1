"""Partners: groups, contacts, meetings, themes with readings, what was said and done, and what was given back."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from lippen.improvement import actions, queries
from lippen.improvement.actions import Owner
from lippen.improvement.menu import duty_words
from lippen.improvement.models import Contact, ContactDetails, StakeholderGroup, StakeholderMeetingFact
from lippen.improvement.screens.giving import NOT_YET, lines_of
from lippen.improvement.tests.factories import NOW, TODAY, Cast, cast, moment, month
from lippen.improvement.tests.screens import signed_in, statements, text_of
from lippen.improvement.vocabulary import Direction, GivenTo, Mood, StakeholderKind, Voice
from lippen.kernel import access
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.models import AuditEntry
from lippen.organisation.queries import duties_of, people_by_id
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
SINCE, HELD, COMING = date(2012, 9, 3), date(2012, 10, 8), date(2012, 12, 5)
WHEN = {"so_on": TODAY, "at": NOW}


@pytest.fixture
def here(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def on(day: date) -> dict[str, object]:
    return {"so_on": day, "at": moment(day)}


def group(here: Cast, name: str = "Panel members", **given: object) -> str:
    access.identify(here.worker, today=TODAY)
    settled = {"authority_id": here.council.pk, "kind": StakeholderKind.PANEL_MEMBERS, **on(SINCE)}
    settled |= {"lead_id": here.boss.person_id, "why": "Trust in our reports"}
    return actions.add_stakeholder(actor=here.worker, name=name, **{**settled, **given}).ref


def story(here: Cast, ref: str, **given: object) -> queries.StakeholderStory:
    return queries.stakeholder(here.worker, ref, today=TODAY, **given)


def arranged(here: Cast, ref: str, **given: object) -> str:
    settled = {"actor": here.worker, "meets_on": COMING, **WHEN, **given}
    return actions.arrange_meeting(stakeholder_ref=ref, **settled).ref


def theme(here: Cast, ref: str, **given: object) -> str:
    settled = {"title": "Reports on time", "sign": "Nine of ten come a week before", **on(SINCE), **given}
    return actions.agree_theme(actor=here.worker, stakeholder_ref=ref, **settled).ref


def said(here: Cast, ref: str, words: str = "Reports come late", **given: object) -> str:
    return actions.note_said(actor=here.worker, stakeholder_ref=ref, words=words, **{**on(HELD), **given}).ref


# --- groups and contacts ---


def test_a_group_has_kind_name_purpose_and_somebody_who_looks_after_it(here: Cast) -> None:
    row = story(here, group(here)).row
    assert (row.kind_words, row.name, row.why) == ("Children's panel members", "Panel members", "Trust in our reports")
    assert row.lead and row.lead.person_id == here.boss.person_id


def test_a_group_is_called_otherwise_from_a_day_on_and_may_end(here: Cast) -> None:
    ref = group(here)
    actions.change_stakeholder(actor=here.worker, stakeholder_ref=ref, name="Hearing members", is_ended=True, **WHEN)
    assert (story(here, ref).row.name, story(here, ref).row.is_ended) == ("Hearing members", True)
    assert story(here, ref, as_at=HELD).row.name == "Panel members"
    assert queries.stakeholder_choices(here.worker, today=TODAY) == ()


def test_contacts_are_changed_by_new_facts_and_leave(here: Cast) -> None:
    ref = group(here)
    made = actions.add_contact(
        actor=here.worker, stakeholder_ref=ref, name="Ada Moss", role="Chair", reach="01632 960 001", **on(SINCE)
    )
    actions.change_contact(
        actor=here.worker, contact_ref=made.ref, name="Ada Moss", role="Vice chair", is_ended=True, **WHEN
    )
    (now,), (before,) = story(here, ref).contacts, story(here, ref, as_at=HELD).contacts
    assert (now.role, now.is_ended, before.role, before.is_ended) == ("Vice chair", True, "Chair", False)


def test_a_group_may_belong_to_a_recorded_body_of_the_same_council_alone(here: Cast) -> None:
    with pytest.raises(CannotDo, match="not recorded for this council"):
        group(here, partner_ref="partner-elsewhere")


@pytest.mark.parametrize("name", ["", "  ", "—"])
def test_a_group_without_a_name_is_refused(name: str, here: Cast) -> None:
    with pytest.raises(CannotDo, match="Say what they are called"):
        group(here, name)


def test_another_council_sees_neither_group_nor_contact(here: Cast) -> None:
    ref = group(here)
    with pytest.raises(NotVisible):
        queries.stakeholder(here.stranger, ref, today=TODAY)
    with pytest.raises(NotVisible):
        actions.add_contact(actor=here.stranger, stakeholder_ref=ref, name="Eve", **WHEN)
    assert queries.stakeholders(here.stranger, today=TODAY) == ()


def test_the_lock_of_the_table_hides_contacts_from_another_council_and_from_nobody(here: Cast) -> None:
    actions.add_contact(actor=here.worker, stakeholder_ref=group(here), name="Ada Moss", **WHEN)
    assert ContactDetails.objects.count() == 1
    access.identify(here.stranger, today=TODAY)
    assert (ContactDetails.objects.count(), Contact.objects.count(), StakeholderGroup.objects.count()) == (0, 0, 0)
    access.forget()
    assert ContactDetails.objects.count() == 0


def test_who_only_reads_here_writes_nothing_here(here: Cast) -> None:
    chief = people.actor(here.council, Role.CHIEF_EXECUTIVE)
    with pytest.raises(NotAllowed):
        actions.add_contact(actor=chief, stakeholder_ref=group(here), name="Ada Moss", **WHEN)


# --- meetings: improvement_meeting_held ---


def test_improvement_meeting_held_or_moved_or_called_off_is_a_duty_of_who_looks_after_the_group(here: Cast) -> None:
    ref = arranged(here, group(here))
    (duty,) = duties_of(here.boss)
    assert (duty.kind, duty.subject_key, duty.ends_on) == ("meeting_hold", ref, COMING + timedelta(days=1))
    assert duty_words(here.boss, [duty])["meeting_hold", ref][1:] == ("Panel members", f"/partners/meetings/{ref}")
    actions.move_meeting(
        actor=here.worker, meeting_ref=ref, meets_on=COMING + timedelta(days=7), reason="They are away", **WHEN
    )
    assert [duty.ends_on for duty in duties_of(here.boss)] == [COMING + timedelta(days=8)]
    actions.call_off_meeting(actor=here.worker, meeting_ref=ref, reason="Not wanted", **WHEN)
    assert duties_of(here.boss) == ()


def test_a_meeting_that_was_held_says_who_came_and_how_it_went(here: Cast) -> None:
    ref = group(here)
    contact = actions.add_contact(actor=here.worker, stakeholder_ref=ref, name="Ada Moss", role="Chair", **on(SINCE))
    meeting = arranged(here, ref, meets_on=HELD, **on(SINCE))
    with pytest.raises(CannotDo, match="Say who came"):
        actions.hold_meeting(actor=here.worker, meeting_ref=meeting, held_on=HELD, at=NOW)
    actions.hold_meeting(
        actor=here.worker,
        meeting_ref=meeting,
        held_on=HELD,
        at=NOW,
        words="Frank and warm",
        contacts=[contact.ref],
        people=[here.boss.person_id],
        others=["The clerk", " "],
    )
    (row,) = story(here, ref).row.meetings
    assert (row.step, row.words, row.came) == (
        "held",
        "Frank and warm",
        ("Ada Moss, Chair", here.boss.name, "The clerk"),
    )
    assert story(here, ref).row.last_met_on == HELD and duties_of(here.boss) == ()
    with pytest.raises(CannotDo, match="This meeting was held"):
        actions.call_off_meeting(actor=here.worker, meeting_ref=meeting, reason="x", **WHEN)


def test_a_meeting_is_planned_for_a_day_to_come(here: Cast) -> None:
    with pytest.raises(CannotDo, match="That day has been"):
        arranged(here, group(here), meets_on=HELD)


def test_a_meeting_moves_for_a_reason_and_keeps_the_day_it_was_planned_for(here: Cast) -> None:
    ref = group(here)
    meeting = arranged(here, ref)
    with pytest.raises(CannotDo, match="Say why it moves"):
        actions.move_meeting(actor=here.worker, meeting_ref=meeting, meets_on=COMING, reason="", **WHEN)
    later = COMING + timedelta(days=7)
    actions.move_meeting(actor=here.worker, meeting_ref=meeting, meets_on=later, reason="Away", **WHEN)
    (row,) = story(here, ref).row.meetings
    assert (row.meets_on, row.planned_for) == (later, COMING)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"number": 1, "step": "planned"}, "stakeholder_meeting_fact_numbered_once"),
        ({"number": 2, "step": "moved"}, "stakeholder_meeting_moves_for_a_reason"),
        ({"number": 2, "step": "lost", "words": "x"}, "stakeholder_meeting_step_known"),
    ],
)
def test_the_table_itself_refuses(given: dict[str, object], name: str, here: Cast) -> None:
    arranged(here, group(here))
    first = StakeholderMeetingFact.objects.get()
    kept = {"meeting": first.meeting, "authority_id": here.council.pk, "meets_on": COMING, "so_on": TODAY}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        StakeholderMeetingFact.objects.create(recorded_at=NOW, **kept, **given)


# --- themes and moods ---


def test_a_theme_has_an_agreed_sign_and_readings_over_time(here: Cast) -> None:
    ref = group(here)
    about = theme(here, ref)
    for mood, day in ((Mood.STUCK, SINCE), (Mood.GOOD, HELD)):
        actions.read_theme(actor=here.worker, theme_ref=about, mood=mood, read_by="Panel", **on(day))
    actions.agree_sign(actor=here.worker, theme_ref=about, sign="All come a week before", **WHEN)
    (row,) = story(here, ref).row.themes
    assert (row.sign, len(row.signs), [each.mood for each in row.readings]) == (
        "All come a week before",
        2,
        ["stuck", "good"],
    )
    (before,) = story(here, ref, as_at=SINCE).row.themes
    assert (before.sign, before.last.mood) == ("Nine of ten come a week before", "stuck")


def test_a_theme_without_a_sign_of_progress_is_refused(here: Cast) -> None:
    with pytest.raises(CannotDo, match="what will show progress"):
        theme(here, group(here), sign=" ")


# --- said and done, given back ---


def test_what_was_said_stands_with_what_we_did(here: Cast) -> None:
    ref = group(here, plan_ref=here.plan.ref)
    action = here.action("Send reports earlier")
    about = theme(here, ref)
    first = said(here, ref, theme_ref=about)
    said(here, ref, "Nobody rings back")
    said(here, ref, "We will look at it", voice=Voice.OURS)
    promise = actions.make_commitment(
        actor=here.worker,
        direction=Direction.OURS,
        words="A named worker rings back",
        owner=Owner(here.worker.person_id),
        period=month(2012, 11),
        authority_id=here.council.pk,
        stakeholder_ref=ref,
        **on(HELD),
    )
    actions.answer_said(
        actor=here.worker, said_ref=first, words="A rota", action_ref=action.ref, commitment_ref=promise.ref, **WHEN
    )
    lines = lines_of([story(here, ref)])
    assert [line["said"] for line in lines] == ["Nobody rings back", "Reports come late"]
    assert lines[0]["done"] == [NOT_YET] and lines[0]["theme"] == "Other things"
    assert lines[1]["done"] == [
        "A rota",
        "It is in our plan: Send reports earlier. (Not started)",
        "We have promised: A named worker rings back, by November 2012.",
    ]
    assert (story(here, ref).row.open_commitments, story(here, ref).row.late_commitments) == (1, 0)
    actions.keep_commitment(actor=here.worker, commitment_ref=promise.ref, shown_by="The rota hangs", **WHEN)
    told = lines_of([story(here, ref)])[1]["done"][-1]
    assert told == "We promised: A named worker rings back. Kept on 17 October 2012: The rota hangs"


def test_an_answer_says_something(here: Cast) -> None:
    with pytest.raises(CannotDo, match="Say what was done"):
        actions.answer_said(actor=here.worker, said_ref=said(here, group(here)), **WHEN)


def test_what_was_given_back_stays_as_it_was_given(here: Cast) -> None:
    ref = group(here)
    first = said(here, ref)
    content = {"name": "Panel members", "lines": lines_of([story(here, ref)])}
    given = {"actor": here.worker, "audience": GivenTo.PARTNERS, "stakeholder_ref": ref, **WHEN}
    made = actions.give_back(to_words="All members", how="By letter", content=content, **given)
    actions.answer_said(actor=here.worker, said_ref=first, words="A rota", **WHEN)
    found = queries.given_back(here.worker, made.ref)
    assert (found.to_words, found.content["lines"][0]["done"]) == ("All members", [NOT_YET])
    with pytest.raises(CannotDo, match="Nothing is chosen"):
        actions.give_back(to_words="Staff", content={"lines": []}, **given)
    with pytest.raises(NotVisible):
        queries.given_back(here.stranger, made.ref)


# --- pages ---


def page(here: Cast, name: str, *args: str, more: str = "", actor: object = None) -> str:
    answer = signed_in(actor or here.worker).get(reverse(f"partners:{name}", args=args) + more)
    assert answer.status_code == 200, answer.content.decode()[:1500]
    return text_of(answer)


def send(here: Cast, screen: str, *args: str, more: str = "", **given: object) -> str:
    url = reverse(f"partners:{screen}", args=args) + more
    return text_of(signed_in(here.worker).post(url, {"form_token": str(uuid4()), **given}, follow=True))


def test_an_empty_list_says_how_to_begin_and_to_whom_it_is_not_offered(here: Cast) -> None:
    assert "Add the first group" in page(here, "stakeholders")
    chief = people.actor(here.council, Role.CHIEF_EXECUTIVE)
    assert "Add the first group" not in page(here, "stakeholders", actor=chief)


def test_the_whole_story_is_told_on_forms_and_shown(here: Cast) -> None:
    boss = people_by_id([here.boss.person_id], on=TODAY)[here.boss.person_id]
    told = send(
        here,
        "add_stakeholder",
        name="Court solicitors",
        kind="solicitors",
        why="A way forward",
        lead=boss.ref,
        plan=here.plan.ref,
        so_on="3 September",
    )
    assert "The group is written down." in told and "Plan a meeting" in told
    access.identify(here.worker, today=TODAY)
    ((ref, _),) = queries.stakeholder_choices(here.worker, today=TODAY)
    send(here, "add_contact", ref, name="Ada Moss", role="Partner", reach="ada.moss@law.example")
    told = send(here, "arrange_meeting", ref, meets_on_day="5", meets_on_month="12", meets_on_year="2012")
    assert "The meeting is planned." in told and "5 December 2012" in told
    told = send(here, "agree_theme", ref, title="Papers for court", sign="In court a week before")
    assert "The theme is agreed." in told and "Nobody has read it yet" in told
    access.identify(here.worker, today=TODAY)
    about = story(here, ref).row.themes[0].ref
    told = send(here, "read_theme", about, mood="some", read_by="Solicitors", so_on="today")
    assert "some progress" in told
    told = send(here, "note_said", ref, voice="theirs", words="Papers come late", theme=about, so_on="today")
    assert "It is kept, in their words." in told
    access.identify(here.worker, today=TODAY)
    told = send(here, "answer_said", story(here, ref).said[0].ref, words="A clerk checks weekly", so_on="today")
    assert "A clerk checks weekly" in told
    told = send(
        here,
        "make_commitment",
        more=f"?with={ref}",
        direction="theirs",
        words="A list of dates",
        owner=boss.ref,
        so_on="today",
        period="November 2012",
    )
    assert "To us from Court solicitors" not in told and "The commitment is written down." in told
    told = page(here, "stakeholder", ref)
    for words in ("Ada Moss", "ada.moss@law.example", "Papers for court", "A list of dates", "5 December 2012"):
        assert words in told
    assert "some progress" in page(here, "stakeholders")
    access.identify(here.worker, today=TODAY)
    chosen = [story(here, ref).said[0].ref]
    told = send(here, "give_back", ref, audience="partners", to_words="All solicitors", lines=chosen)
    assert "This is exactly what was given." in told and "A clerk checks weekly" in told


def test_reading_about_contacts_is_in_the_trail(here: Cast) -> None:
    ref = group(here)
    page(here, "stakeholder", ref)
    assert AuditEntry.objects.filter(verb="stakeholder.read", subject_key=ref).count() == 1


def test_a_meeting_is_held_on_a_form_and_its_promises_lead_back_to_it(here: Cast) -> None:
    ref = group(here)
    meeting = arranged(here, ref, meets_on=TODAY)
    told = send(here, "hold_meeting", meeting, held_on="today", others="The chair", words="Frank")
    assert "The meeting was held." in told and "The chair" in told
    more = f"?with={ref}&meeting={meeting}"
    send(here, "make_commitment", more=more, direction="ours", words="A rota", owner_words="We", so_on="today")
    assert "A rota" in page(here, "stakeholder_meeting", meeting)
    answer = signed_in(here.worker).get(reverse("partners:hold_meeting", args=[meeting]))
    assert answer.status_code == 409 and "This meeting was held" in text_of(answer)


def test_you_said_of_all_partners_is_a_page_and_a_form_of_its_own(here: Cast) -> None:
    said(here, group(here))
    said(here, group(here, "NHS managers", kind=StakeholderKind.NHS), "Nobody rings back")
    told = page(here, "you_said_all")
    assert "Panel members" in told and "NHS managers" in told and "2 things not answered yet" in told
    access.identify(here.worker, today=TODAY)
    lines = [line["ref"] for line in lines_of(queries.stakeholder_stories(here.worker, today=TODAY))]
    told = send(here, "give_back_all", audience="staff", to_words="All teams", lines=lines[:1])
    assert "Given to All teams (staff)" in told
    assert "All teams" in page(here, "you_said_all")


def test_giving_back_nothing_is_explained(here: Cast) -> None:
    ref = group(here)
    said(here, ref)
    assert "Tick at least one thing" in send(here, "give_back", ref, audience="staff", to_words="All")


def test_the_past_shows_what_stood_and_offers_nothing(here: Cast) -> None:
    ref = group(here)
    said(here, ref, **WHEN)
    told = page(here, "stakeholder", ref, more="?as_at=2012-09-10")
    assert "Reports come late" not in told and "What you can do here" not in told


@pytest.mark.parametrize("name", ["stakeholder", "you_said", "change_stakeholder", "give_back"])
def test_a_stranger_is_told_that_there_is_nothing(name: str, here: Cast) -> None:
    assert signed_in(here.stranger).get(reverse(f"partners:{name}", args=[group(here)])).status_code == 404


def test_pages_ask_few_statements_however_much_was_said(here: Cast) -> None:
    counted = []
    for number in (2, 20):
        ref = group(here, f"Group {number}", plan_ref=here.plan.ref)
        about, meeting = theme(here, ref), arranged(here, ref)
        for count in range(number):
            one = said(here, ref, f"Thing {count}", theme_ref=about)
            actions.answer_said(actor=here.worker, said_ref=one, words="Done", **WHEN)
            actions.add_contact(actor=here.worker, stakeholder_ref=ref, name=f"Person {count}", **WHEN)
            actions.read_theme(actor=here.worker, theme_ref=about, mood=Mood.SOME, **WHEN)
            group(here, f"Other {number} {count}")
        client = signed_in(here.worker)
        of_group = ("stakeholder", "you_said", "give_back", "note_said", "add_contact", "change_stakeholder")
        urls = [reverse("partners:stakeholders"), reverse("partners:you_said_all"), reverse("partners:give_back_all")]
        urls += [reverse(f"partners:{name}", args=[ref]) for name in of_group]
        urls += [
            reverse("partners:stakeholder_meeting", args=[meeting]),
            reverse("partners:hold_meeting", args=[meeting]),
        ]
        urls += [reverse("partners:engagement_theme", args=[about]), reverse("partners:answer_said", args=[one])]
        counted.append([_count(client, url) for url in urls])
    assert counted[0] == counted[1] and max(counted[0]) <= 25


def _count(client: object, url: str) -> int:
    return statements(lambda: client.get(url))[1]


# --- held unplanned ---


def test_a_meeting_that_nobody_planned_is_recorded_with_several_of_ours(here: Cast) -> None:
    where = group(here)
    given = {"stakeholder_ref": where, "at": NOW, "people": [here.worker.person_id, here.boss.person_id]}
    for lack in ({"held_on": TODAY + timedelta(days=1)}, {"held_on": TODAY, "people": []}):
        with pytest.raises(CannotDo):
            actions.record_meeting(actor=here.worker, **{**given, **lack})
    made = actions.record_meeting(
        actor=here.worker, held_on=HELD, place="The school", words="Frank", others=["The head teacher"], **given
    )
    (row,) = queries.stakeholder(here.worker, where, today=TODAY).row.meetings
    assert (row.ref, row.step, row.meets_on, row.place, row.words) == (made.ref, "held", HELD, "The school", "Frank")
    assert {here.worker.name, here.boss.name, "The head teacher"} <= {each.partition(",")[0] for each in row.came}
    assert [duty for duty in duties_of(here.worker) if duty.kind == "meeting_hold"] == []


def test_one_records_on_a_page_a_meeting_that_was_held(here: Cast) -> None:
    where = group(here)
    url = reverse("partners:record_meeting", args=[where])
    client = signed_in(here.worker)
    assert url in text_of(client.get(reverse("partners:stakeholder", args=[where])))
    people = people_by_id([here.worker.person_id, here.boss.person_id], on=TODAY)
    form = {"held_on": "today", "ours": [each.ref for each in people.values()], "words": "Frank", "place": "The hall"}
    told = text_of(client.post(url, form, follow=True))
    assert "The meeting was held" in told and here.boss.name in told and here.worker.name in told and "The hall" in told
    told = text_of(client.post(reverse("partners:arrange_meeting", args=[where]), past_day()))
    assert "record that the meeting was held" in told and url in told
    assert signed_in(here.stranger).get(url).status_code == 404


def past_day() -> dict[str, str]:
    return {"meets_on_day": "1", "meets_on_month": "9", "meets_on_year": "2012"}
