from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lippen.improvement import actions, queries
from lippen.improvement.models import ActionDate, ActionState, Evidence, StandingOverride, Update
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import moment, month
from lippen.improvement.tests.screens import signed_in, statements, text_of
from lippen.improvement.vocabulary import State, Which
from lippen.kernel import access
from lippen.kernel.files.store import keep_file
from lippen.kernel.models import AuditEntry, Draft
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY
FORMS = (
    "write_update",
    "change_date",
    "change_state",
    "say_done",
    "offer_evidence",
    "override_standing",
    "edit_action",
)


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.LIPPEN_TODAY = TODAY


@pytest.fixture
def cast() -> factories.Cast:
    return factories.cast()


def url(name: str, *args: str) -> str:
    return reverse(f"improvement:{name}", args=args)


def token() -> dict[str, str]:
    return {"form_token": str(uuid4())}


def said(**fields: str) -> dict[str, str]:
    return {"words": "Two rooms are ready.", "so_on": "yesterday", "audience": "internal", **token(), **fields}


def post_state(client: Client, ref: str, to: str, **fields: str):
    return client.post(f"{url('change_state', ref)}?to={to}", {"so_on": "today", **token(), **fields})


def test_an_update_stands_in_the_story_with_its_day(cast) -> None:
    ref = cast.action().ref
    answer = signed_in(cast.worker).post(url("write_update", ref), said(words="Two rooms are ready.\n- a third in May"))
    assert answer.headers["Location"] == url("action", ref)
    written = Update.objects.get()
    assert written.paragraphs == ["Two rooms are ready.", "• a third in May"]
    assert written.so_on == date(2012, 10, 16)


def test_an_update_may_say_where_the_action_stands_now(cast) -> None:
    ref = cast.action().ref
    signed_in(cast.worker).post(url("write_update", ref), said(state="under_way"))
    assert ActionState.objects.latest("id").state == State.UNDER_WAY


def test_the_double_click_writes_one_update(cast) -> None:
    ref, client, sent = cast.action().ref, signed_in(cast.worker), said()
    first, second = (client.post(url("write_update", ref), sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert Update.objects.count() == 1


def test_typed_text_survives_an_error(cast) -> None:
    sent = said(words="What I typed on the bus", so_on="the day before the flood")
    page = text_of(signed_in(cast.worker).post(url("write_update", cast.action().ref), sent))
    assert "What I typed on the bus</textarea>" in page
    assert "We could not read “the day before the flood” as a day." in page
    assert 'href="#id_so_on"' in page


def test_a_day_to_come_is_refused_at_its_field(cast) -> None:
    page = text_of(signed_in(cast.worker).post(url("write_update", cast.action().ref), said(so_on="25/12/2012")))
    assert "This day has not come yet." in page
    assert not Update.objects.exists()


def test_save_draft_keeps_the_words_without_javascript_and_sending_takes_it_away(cast) -> None:
    ref, client = cast.action().ref, signed_in(cast.worker)
    client.post(url("write_update", ref), said(words="Half a thought", _draft="1", _draft_version="0"))
    page = text_of(client.get(url("write_update", ref)))
    assert "Half a thought</textarea>" in page and "This is your draft, saved on" in page
    client.post(url("write_update", ref), said())
    access.identify(cast.worker, today=TODAY)
    assert not Draft.objects.exists()


def test_a_draft_of_another_tab_is_not_overwritten(cast) -> None:
    ref, client = cast.action().ref, signed_in(cast.worker)
    for words in ("The first tab", "The second tab"):
        answer = client.post(url("write_update", ref), said(words=words, _draft="1", _draft_version="0"))
    assert "You have saved this form in another tab" in text_of(answer)
    assert "The second tab</textarea>" in text_of(answer)
    access.identify(cast.worker, today=TODAY)
    assert Draft.objects.get().fields["words"] == "The first tab"


def test_a_nul_in_a_draft_is_left_out_of_it(cast) -> None:
    ref, client = cast.action().ref, signed_in(cast.worker)
    client.post(url("write_update", ref), said(words="Half\x00 a thought", _draft="1", _draft_version="0"))
    assert "Half a thought</textarea>" in text_of(client.get(url("write_update", ref)))


def test_a_correction_stands_beside_what_was_said_first(cast) -> None:
    ref, client = cast.action().ref, signed_in(cast.worker)
    client.post(url("write_update", ref), said())
    first = Update.objects.get()
    sent = {"words": "Three rooms are ready.", "so_on": "yesterday", **token()}
    client.post(url("correct_update", ref, first.ref), sent)
    page = text_of(client.get(url("action", ref)))
    assert "Three rooms are ready." in page and "Two rooms are ready." in page and "corrected since" in page


def test_a_moved_date_shows_first_and_now_and_who_agreed(cast) -> None:
    from lippen.improvement.vocabulary import Which

    ref = cast.action(dates={Which.TARGET: factories.month(2012, 12)}).ref
    sent = {"which": "target", "period": "Feb / March", "reason": "The loom is late", "agreed_by": "Board", **token()}
    client = signed_in(cast.worker)
    client.post(url("change_date", ref), {**sent, "meant": "2013-02-01 2013-04-01"})
    moved = ActionDate.objects.latest("id")
    assert (moved.starts_on, moved.ends_on) == (date(2013, 2, 1), date(2013, 4, 1))
    page = text_of(client.get(url("action", ref)))
    assert "first December 2012, moved once" in page and "Agreed by Board" in page


@pytest.mark.parametrize(
    ("words", "question", "meant"),
    [
        ("March", "“March” gives no year. Tick “Yes, March 2013 is meant”", "2013-03-01 2013-04-01"),
        ("Q1 2027", "“Q1 2027” is a quarter of the financial year, April to June 2027, or", "2027-04-01 2027-07-01"),
        ("31 May 2012", "31 May 2012 has passed.", "2012-05-31 2012-06-01"),
    ],
)
def test_a_date_that_can_be_meant_otherwise_is_asked_about_before_it_moves(cast, words, question, meant) -> None:
    from lippen.improvement.vocabulary import Which

    ref, client = cast.action(dates={Which.TARGET: factories.month(2012, 12)}).ref, signed_in(cast.worker)
    sent = {"which": "target", "period": words, "reason": "The loom is late", "agreed_by": "Board"}
    page = text_of(client.post(url("change_date", ref), {**sent, **token()}))
    assert question in page and 'href="#id_meant_0"' in page and f'value="{meant}"' in page
    assert "The loom is late" in page and ActionDate.objects.filter(action__ref=ref).count() == 1
    other = client.post(url("change_date", ref), {**sent, "meant": "2001-01-01 2001-02-01", **token()})
    assert other.status_code == 200
    assert client.post(url("change_date", ref), {**sent, "meant": meant, **token()}).status_code == 302
    assert ActionDate.objects.filter(action__ref=ref).count() == 2


def test_a_slip_without_a_reason_is_refused_at_its_field(cast) -> None:
    from lippen.improvement.vocabulary import Which

    ref = cast.action(dates={Which.TARGET: factories.month(2012, 12)}).ref
    sent = {"which": "target", "period": "March 2013", "agreed_by": "Board", **token()}
    page = text_of(signed_in(cast.worker).post(url("change_date", ref), sent))
    assert 'href="#id_reason"' in page and 'value="March 2013"' in page


def test_to_postpone_asks_for_every_term(cast) -> None:
    page = text_of(post_state(signed_in(cast.worker), cast.action().ref, "postponed"))
    for field in ("reason", "agreed_by", "risk_accepted", "risk_level", "cover", "revisit_on_day"):
        assert f'href="#id_{field}"' in page, field


def test_a_postponed_action_shows_on_what_terms_it_waits(cast) -> None:
    other, ref, client = cast.action("Hire the weaver").ref, cast.action().ref, signed_in(cast.worker)
    terms = {
        "reason": "The weaver is not hired",
        "agreed_by": "Head of Service",
        "risk_accepted": "Older looms for longer",
        "risk_level": "service",
        "cover": "Borrowed looms",
        "revisit_on_0": "15",
        "revisit_on_1": "1",
        "revisit_on_2": "2013",
        "waits_on": other,
    }
    kept = {name: value for name, value in terms.items() if not name.startswith("revisit_on")}
    days = {"revisit_on_day": "15", "revisit_on_month": "1", "revisit_on_year": "2013"}
    answer = post_state(client, ref, "postponed", **kept, **days)
    assert answer.status_code == 302
    page = text_of(client.get(url("action", ref)))
    for words in ("Older looms for longer (service level)", "Borrowed looms", "15 January 2013", "Action 1.1"):
        assert words in page, words


def test_evidence_is_kept_and_accepted_by_somebody_outside_the_line(cast) -> None:
    ref = cast.action().ref
    actions.change_state(actor=cast.worker, action_ref=ref, state=State.SAYS_DONE, so_on=TODAY, at=moment(TODAY))
    sent = {"title": "Audit of files", "so_on": "today", "file": pdf(), **token()}
    signed_in(cast.worker).post(url("offer_evidence", ref), sent)
    access.identify(cast.worker, today=TODAY)
    offered = Evidence.objects.select_related("file").get()
    manager = signed_in(cast.colleague)
    assert "Decide on the evidence" in text_of(manager.get(url("action", ref)))
    fetched = manager.get(url("evidence_file", offered.file.ref))
    assert fetched.content.startswith(b"%PDF") and fetched.headers["Content-Disposition"].startswith("attachment")
    manager.post(url("decide_evidence", ref, offered.ref), {"verdict": "accepted", "reason": "", **token()})
    assert "Accepted by someone outside the lead&#x27;s line" in text_of(manager.get(url("action", ref)))


def test_a_file_that_is_no_evidence_is_not_there_for_a_reader_of_the_plan(cast) -> None:
    given = {"name": "plan.csv", "content": b"Action\n", "media_type": "text/csv", "at": moment(TODAY)}
    kept = keep_file(actor=cast.editor, authority_id=cast.council.pk, **given)
    asked = signed_in(cast.colleague).get(url("evidence_file", kept.ref))
    missing = signed_in(cast.colleague).get(url("evidence_file", "file-that-is-not"))
    assert (asked.status_code, missing.status_code) == (404, 404)
    assert b"Action\n" not in asked.content


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("audit.pdf", b"%PDF-1.4 made up")


def test_a_program_is_no_evidence(cast) -> None:
    sent = {"title": "Audit", "so_on": "today", "file": SimpleUploadedFile("audit.pdf", b"MZ\x90"), **token()}
    page = text_of(signed_in(cast.worker).post(url("offer_evidence", cast.action().ref), sent))
    assert "audit.pdf is not a kind of file that can be kept here." in page


def test_evidence_needs_words_a_link_or_a_file(cast) -> None:
    sent = {"title": "Audit", "so_on": "today", **token()}
    page = text_of(signed_in(cast.worker).post(url("offer_evidence", cast.action().ref), sent))
    assert "one of them is enough" in page


def test_an_override_shows_both_standings_until_it_ends(cast) -> None:
    ref, client = cast.action().ref, signed_in(cast.editor)
    client.post(url("override_standing", ref), {"standing": "red", "reason": "The loom broke", **token()})
    page = text_of(client.get(url("action", ref)))
    assert "The loom broke" in page and "By the rule: grey" in page
    client.post(url("end_override", ref), {"reason": "Mended", **token()})
    assert StandingOverride.objects.count() == 2


def test_an_edit_keeps_the_old_wording_in_the_story(cast) -> None:
    made = cast.action()
    client = signed_in(cast.editor)
    lead = people.queries.people_of([cast.council.pk], on=TODAY)[0]
    sent = {"text": "Write the rota twice", "intent": "", "kind": "finish", "lead_1": lead.ref, "priority": "high"}
    client.post(url("edit_action", made.ref), {**sent, **token()})
    row = queries.action_brief(cast.editor, made.ref, today=TODAY).action
    assert (row.text, row.priority, row.leads[0].name) == ("Write the rota twice", "high", lead.name)
    assert "Action before: Write the rota" in text_of(client.get(url("action", made.ref)))


def test_nothing_can_be_written_on_a_past_day(cast) -> None:
    ref = cast.action().ref
    page = text_of(signed_in(cast.worker).get(url("action", ref), {"as_at": "2012-09-01"}))
    assert "As it stood on 1 September 2012." in page
    assert url("write_update", ref) not in page


def test_an_action_before_it_came_into_the_plan_is_not_there(cast) -> None:
    ref = cast.action().ref
    assert signed_in(cast.worker).get(url("action", ref), {"as_at": "2012-01-01"}).status_code == 404


@pytest.mark.parametrize("name", ("action", *FORMS))
def test_an_action_of_another_council_is_not_there(cast, name) -> None:
    officer = people.actor(people.authority("Strathlairn Council"), Role.PERFORMANCE_OFFICER)
    assert signed_in(officer).get(url(name, cast.action().ref)).status_code == 404


def test_a_worker_may_not_override_edit_or_decide(cast) -> None:
    ref, client = cast.action().ref, signed_in(cast.worker)
    for name in ("override_standing", "edit_action"):
        assert client.get(url(name, ref)).status_code == 403


def sent_from(client: Client, ref: str, **fields: str):
    """What a tab sends, with its own token, and the page it ends on."""
    answer = client.post(url("write_update", ref), said(**fields))
    return answer.headers["Location"], text_of(client.get(answer.headers["Location"]))


def test_the_same_update_from_two_tabs_is_saved_once_and_the_second_is_led_to_it(cast) -> None:
    ref, client = cast.action().ref, signed_in(cast.worker)
    first, _ = sent_from(client, ref, state="under_way")
    second, page = sent_from(client, ref, state="under_way")
    assert "This update is already saved" in page
    update = Update.objects.get()
    assert first == second and f'<a href="#{update.ref}">See it</a>' in page and f'id="{update.ref}"' in page
    assert ActionState.objects.filter(state="under_way").count() == 1


@pytest.mark.parametrize("other", [{"words": "Three rooms are ready."}, {"so_on": "today"}, {"audience": "committee"}])
def test_what_differs_from_two_tabs_is_kept_twice(cast, other) -> None:
    ref, client = cast.action().ref, signed_in(cast.worker)
    sent_from(client, ref)
    _, page = sent_from(client, ref, **other)
    assert Update.objects.count() == 2 and "already saved" not in page


def test_two_people_who_say_the_same_are_both_heard(cast) -> None:
    ref = cast.action().ref
    for actor in (cast.worker, cast.editor):
        sent_from(signed_in(actor), ref)
    assert Update.objects.count() == 2


def test_the_same_words_an_hour_later_are_a_new_update(cast) -> None:
    ref, at = cast.action().ref, moment(TODAY)
    common = {"actor": cast.worker, "action_ref": ref, "paragraphs": ["Still waiting"], "so_on": TODAY}
    first = actions.write_update(at=at, **common)
    assert actions.write_update(at=at + timedelta(minutes=14), **common) == first
    assert actions.write_update(at=at + timedelta(minutes=75), **common) != first


def test_says_done_says_what_it_means_wherever_it_is_chosen_or_read(cast) -> None:
    ref, client = cast.action().ref, signed_in(cast.worker)
    hint = "until somebody has accepted evidence"
    for page in (url("change_state", ref), url("write_update", ref)):
        assert hint in text_of(client.get(page))
    assert hint not in text_of(client.get(url("action", ref)))
    post_state(client, ref, "says_done")
    assert hint in text_of(client.get(url("action", ref)))


def test_a_review_that_is_due_says_what_clears_it_and_that_clears_it(cast) -> None:
    ref, client = cast.action(dates={Which.REVIEW: month(2012, 9)}).ref, signed_in(cast.worker)
    note = "An update does not clear it"
    sent_from(client, ref)
    page = text_of(client.get(url("action", ref)))
    assert note in page and "Review due since 30 September 2012" in page
    form = f"{url('change_date', ref)}?which=review"
    assert form in page
    chosen = [
        part.split(">")[0] for part in text_of(client.get(form)).split("<input") if "checked" in part.split(">")[0]
    ]
    assert len(chosen) == 1 and 'value="review"' in chosen[0]
    moved = {"which": "review", "period": "January 2013", "reason": "Reviewed with the team", "agreed_by": "Board"}
    assert client.post(form, {**moved, **token()}).status_code == 302
    page = text_of(client.get(url("action", ref)))
    assert note not in page and "Review January 2013" in page


def test_a_colleague_reads_what_clears_a_review_but_is_offered_nothing(cast) -> None:
    ref = cast.action(dates={Which.REVIEW: month(2012, 9)}).ref
    page = text_of(signed_in(people.actor(cast.council, Role.TEAM_LEADER)).get(url("action", ref)))
    assert "An update does not clear it" in page and "?which=review" not in page


OWN = ("change_state", "say_done", "change_date")


@pytest.mark.parametrize("name", OWN)
def test_a_colleague_reads_whose_action_it_is_and_that_is_audited(cast, name) -> None:
    ref = cast.action().ref
    colleague = signed_in(people.actor(cast.council, Role.TEAM_LEADER))
    for answer in (colleague.get(url(name, ref)), colleague.post(url(name, ref), {"so_on": "today", **token()})):
        assert answer.status_code == 403
        assert "This action is not yours" in text_of(answer)
        assert cast.worker.name in text_of(answer)
    refused = AuditEntry.objects.filter(verb="refused.not_allowed", subject_key=ref)
    assert refused.count() == 2


def test_a_colleague_is_offered_only_what_they_may_do(cast) -> None:
    ref = cast.action().ref
    colleague = signed_in(people.actor(cast.council, Role.TEAM_LEADER))
    page, form = text_of(colleague.get(url("action", ref))), text_of(colleague.get(url("write_update", ref)))
    assert [name for name in OWN if url(name, ref) in page] == []
    assert url("write_update", ref) in page and "Does this change where it stands?" not in form
    assert all(url(name, ref) in text_of(signed_in(cast.worker).get(url("action", ref))) for name in OWN)


def test_reading_an_action_leaves_an_audit_row_and_writing_does_too(cast) -> None:
    ref, client = cast.action().ref, signed_in(cast.worker)
    client.get(url("action", ref))
    client.post(url("write_update", ref), said())
    verbs = set(AuditEntry.objects.filter(account_id=cast.worker.account_id).values_list("verb", flat=True))
    assert {"action.read", "action.update_written"} <= verbs


def test_an_action_asks_as_little_of_200_updates_as_of_10(cast) -> None:
    ref, client = cast.action().ref, signed_in(cast.worker)
    client.get(url("plans"))

    def write(number: int) -> None:
        kept = {"so_on": TODAY, "recorded_at": moment(TODAY), "recorded_by_id": cast.worker.account_id}
        action_id = queries.action_brief(cast.worker, ref, today=TODAY).action.id
        before = Update.objects.count()
        Update.objects.bulk_create(
            Update(ref=f"update-{before + count}", action_id=action_id, paragraphs=["Ready."], **kept)
            for count in range(number)
        )

    write(10)
    _, few = statements(lambda: client.get(url("action", ref)))
    write(190)
    answer, many = statements(lambda: client.get(url("action", ref)))
    assert answer.status_code == 200
    assert many == few <= 25
