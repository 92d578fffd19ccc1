"""The pages of commitments: they open, refuse, record, explain errors, look back, and ask few statements."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from lippen.improvement import actions, queries
from lippen.improvement.actions import Owner
from lippen.improvement.models import CommitmentFact
from lippen.improvement.tests.factories import TODAY, Cast, cast, moment, month
from lippen.improvement.tests.screens import signed_in, statements, text_of
from lippen.improvement.vocabulary import Direction
from lippen.kernel import access
from lippen.kernel.files import gate
from lippen.kernel.files.store import keep_file
from lippen.kernel.models import AuditEntry, StoredFile
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
SAID = date(2012, 9, 3)
MOST_STATEMENTS = 25


@pytest.fixture
def here(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def make(here: Cast, words: str = "A report comes to the committee", **given: object) -> str:
    access.identify(here.worker, today=TODAY)
    settled = {"direction": Direction.OURS, "owner": Owner(here.worker.person_id), "period": month(2012, 9)}
    settled |= {"authority_id": here.council.pk, "so_on": SAID, "at": moment(SAID)}
    return actions.make_commitment(actor=here.worker, words=words, **{**settled, **given}).ref


def page(here: Cast, name: str, *args: str, actor: object = None, more: str = "") -> str:
    answer = signed_in(actor or here.worker).get(reverse(f"partners:{name}", args=args) + more)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return text_of(answer)


def send(here: Cast, name: str, *args: str, actor: object = None, more: str = "", **given: str):
    url = reverse(f"partners:{name}", args=args) + more
    return signed_in(actor or here.worker).post(url, {"form_token": str(uuid4()), **given}, follow=True)


def stands(here: Cast, ref: str) -> queries.CommitmentRow:
    access.identify(here.worker, today=TODAY)
    return queries.commitment(here.worker, ref, today=TODAY).row


def test_an_empty_list_says_what_will_be_here_and_how_to_begin(here: Cast) -> None:
    told = page(here, "commitments")
    assert "No commitments yet" in told and reverse("partners:make_commitment") in told


def test_the_list_names_each_commitment_its_owner_and_how_late_it_is(here: Cast) -> None:
    make(here)
    told = page(here, "commitments")
    assert "A report comes to the committee" in told and here.worker.name in told and "17 days late" in told
    assert "1 commitment: 1 open, 1 of them late, and 0 kept." in told


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("?status=late", True),
        ("?status=kept", False),
        ("?direction=theirs", False),
        ("?mine=on", True),
        ("?words=x", False),
    ],
)
def test_a_filter_in_the_address_is_kept(more: str, found: bool, here: Cast) -> None:
    make(here)
    told = page(here, "commitments", more=more)
    assert ("A report comes to the committee" in told) is found
    assert ("No commitment fits" in told) is not found


def test_the_list_of_a_plan_holds_that_plans_alone(here: Cast) -> None:
    make(here, "Of the plan", plan_ref=here.plan.ref)
    make(here, "Of no plan")
    told = page(here, "commitments", more=f"?plan={here.plan.ref}")
    assert "Of the plan" in told and "Of no plan" not in told


def test_a_commitment_is_written_down_on_a_form(here: Cast) -> None:
    action = here.action()
    answer = send(
        here,
        "make_commitment",
        more=f"?action={action.ref}",
        direction="theirs",
        words="NHS managers send the list",
        other_words="NHS",
        owner="",
        owner_words="Chair",
        period="December 2012",
        so_on="today",
        action=action.ref,
    )
    told = answer.content.decode()
    assert "The commitment is written down." in told and "To us from NHS" in told and "December 2012" in told
    assert stands(here, answer.redirect_chain[-1][0].rsplit("/", 1)[-1]).action_number == "1.1"


@pytest.mark.parametrize(
    "where",
    [
        "partners:make_commitment",
        "partners:add_stakeholder",
        "decisions:plan_decision_record",
        "groups:plan_schedule_set",
        "risks:plan_risk_raise",
    ],
)
def test_only_those_are_offered_whose_post_lets_them_keep_it_up_to_date(where: str, here: Cast) -> None:
    councillor = people.actor(here.council, Role.COUNCILLOR_ON_COMMITTEE)
    args = [here.plan.ref] if ":plan_" in where else []
    form = signed_in(here.editor).get(reverse(where, args=args)).content.decode()
    assert here.worker.name in form and councillor.name not in form


def test_a_form_without_words_or_owner_says_so_at_each(here: Cast) -> None:
    answer = send(here, "make_commitment", direction="ours", words="", so_on="today")
    told = answer.content.decode()
    assert "Write an answer: What was promised" in told and "Say who keeps it" in told


def test_a_date_that_cannot_be_read_is_explained(here: Cast) -> None:
    told = send(here, "move_commitment", make(here), period="soonish", reason="x", agreed_by="y").content.decode()
    assert "We could not read “soonish” as a date" in told


def test_moving_keeps_the_first_date_on_the_page(here: Cast) -> None:
    ref = make(here)
    told = send(here, "move_commitment", ref, period="December 2012", reason="It waits", agreed_by="Board")
    words = told.content.decode()
    assert "December 2012" in words and "first September 2012, moved once" in words and "Agreed by Board" in words


def test_keeping_handing_over_withdrawing_and_opening_again_each_stand_in_the_story(here: Cast) -> None:
    ref = make(here)
    boss = people.queries.people_by_id([here.boss.person_id], on=TODAY)[here.boss.person_id]
    send(here, "hand_over_commitment", ref, owner=boss.ref, reason="Leaves")
    assert stands(here, ref).owner.person_id == here.boss.person_id
    send(here, "keep_commitment", ref, words="A letter", so_on="today")
    assert stands(here, ref).shown_by == "A letter"
    send(here, "reopen_commitment", ref, words="In part only", so_on="today")
    send(here, "withdraw_commitment", ref, words="Not wanted", so_on="today")
    told = page(here, "commitment", ref)
    for words in ("Handed over to", "Kept", "Opened again", "Withdrawn", "Not wanted", "Open it again"):
        assert words in told


def test_who_may_not_change_it_reads_whose_it_is(here: Cast) -> None:
    ref = make(here)
    colleague = people.actor(here.council, Role.SOCIAL_WORKER)
    answer = signed_in(colleague).get(reverse("partners:move_commitment", args=[ref]))
    assert answer.status_code == 403 and "This commitment is not yours" in answer.content.decode()
    assert "What you can do here" not in page(here, "commitment", ref, actor=colleague)


def test_what_has_ended_cannot_be_ended_again(here: Cast) -> None:
    ref = make(here)
    assert (
        "This commitment is open"
        in signed_in(here.worker).get(reverse("partners:reopen_commitment", args=[ref])).content.decode()
    )
    send(here, "keep_commitment", ref, words="A letter", so_on="today")
    answer = signed_in(here.worker).get(reverse("partners:keep_commitment", args=[ref]))
    assert answer.status_code == 409 and "This commitment is kept" in answer.content.decode()


def test_the_same_form_sent_twice_records_once(here: Cast) -> None:
    ref, token = make(here), str(uuid4())
    for _ in range(2):
        send(here, "keep_commitment", ref, words="A letter", so_on="today", form_token=token)
    access.identify(here.worker, today=TODAY)
    assert [event.step for event in queries.commitment(here.worker, ref, today=TODAY).events] == ["made", "kept"]


def test_a_past_day_shows_how_it_stood_and_offers_nothing_to_do(here: Cast) -> None:
    ref = make(here)
    send(here, "keep_commitment", ref, words="A letter", so_on="today")
    told = page(here, "commitment", ref, more="?as_at=2012-09-10")
    assert "As it stood on 10 September 2012" in told and "A letter" not in told and "What you can do here" not in told


def test_a_stranger_is_told_that_there_is_nothing(here: Cast) -> None:
    ref = make(here)
    assert signed_in(here.stranger).get(reverse("partners:commitment", args=[ref])).status_code == 404
    assert "No commitments yet" in page(here, "commitments", actor=here.stranger)


def test_a_desk_leads_to_the_commitment(here: Cast) -> None:
    ref = make(here)
    assert reverse("partners:commitment", args=[ref]) in signed_in(here.worker).get("/").content.decode()


def test_every_page_asks_few_statements_however_many_commitments_there_are(here: Cast) -> None:
    counted = []
    for number in (10, 200):
        for count in range(number):
            ref = make(here, f"Number {count}", plan_ref=here.plan.ref)
        client = signed_in(here.worker)
        urls = [reverse("partners:commitments"), reverse("partners:commitment", args=[ref])]
        urls += [reverse("partners:make_commitment"), reverse("partners:keep_commitment", args=[ref])]
        counted.append([statements(partial(client.get, url))[1] for url in urls])
    assert counted[0] == counted[1] and max(counted[0]) <= MOST_STATEMENTS


def kept(here: Cast, ref: str, actor: object = None, **given: object):
    sent = {"words": "The report of that day", "so_on": "today", **given}
    return send(here, "keep_commitment", ref, actor=actor, **sent)


def test_a_commitment_is_kept_with_a_file_an_address_and_evidence_that_is_there_already(here: Cast) -> None:
    action = here.action()
    access.identify(here.worker, today=TODAY)
    when = {"so_on": TODAY, "at": moment(TODAY)}
    offered = actions.offer_evidence(actor=here.worker, action_ref=action.ref, title="Audit", note="Read", **when)
    ref = make(here, action_ref=action.ref)
    answer = kept(
        here,
        ref,
        evidence=offered.ref,
        link="https://files.example.org/report",
        file=SimpleUploadedFile("report.pdf", b"%PDF-1.4\n%%EOF"),
    )
    told = text_of(answer)
    access.identify(here.worker, today=TODAY)
    file = StoredFile.objects.get(name="report.pdf")
    where = reverse("partners:commitment_file", args=[file.ref])
    assert "The report of that day" in told and "Evidence: Audit" in told and where in told
    assert 'href="https://files.example.org/report"' in told
    fetched = signed_in(here.boss).get(where)
    assert fetched.content == b"%PDF-1.4\n%%EOF" and fetched.headers["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.filter(verb="commitment.file_read", subject_key=file.ref).exists()


def test_a_file_of_a_commitment_is_open_to_those_who_see_the_commitment_and_no_other_file_is(here: Cast) -> None:
    kept(here, make(here), file=SimpleUploadedFile("report.pdf", b"%PDF-1.4\n%%EOF"))
    access.identify(here.worker, today=TODAY)
    where = reverse("partners:commitment_file", args=[StoredFile.objects.get(name="report.pdf").ref])
    assert signed_in(here.stranger).get(where).status_code == 404
    access.identify(here.worker, today=TODAY)
    given = {"content": b"words", "media_type": "text/plain", "authority_id": here.council.pk, "at": moment(TODAY)}
    other = keep_file(actor=here.worker, name="other.txt", **given)
    for missing in (other.ref, "file-that-is-not"):
        asked = signed_in(here.worker).get(reverse("partners:commitment_file", args=[missing]))
        assert asked.status_code == 404


def test_a_file_that_is_no_document_is_refused_at_its_field_and_nothing_is_kept(here: Cast) -> None:
    ref = make(here)
    told = text_of(kept(here, ref, file=SimpleUploadedFile("report.pdf", b"MZ\x90\x00")))
    assert "report.pdf is not a kind of file that can be kept here" in told and "The report of that day" in told
    assert stands(here, ref).status == "open" and not StoredFile.objects.exists()  # `stands` says who asks


def test_an_address_that_is_none_is_refused_at_its_field(here: Cast) -> None:
    ref = make(here)
    for link in ("javascript:alert(1)", "http//x"):
        assert "Write the whole address" in text_of(kept(here, ref, link=link))
    assert stands(here, ref).status == "open"


def test_words_are_needed_with_whatever_file_shows_it(here: Cast) -> None:
    ref = make(here)
    told = text_of(kept(here, ref, words="", file=SimpleUploadedFile("report.pdf", b"%PDF-1.4\n%%EOF")))
    assert "Write an answer: What shows it" in told and stands(here, ref).status == "open"


def test_the_same_form_with_a_file_sent_twice_keeps_it_once(here: Cast) -> None:
    ref, token = make(here), str(uuid4())
    for _ in range(2):
        answer = kept(here, ref, form_token=token, file=SimpleUploadedFile("report.pdf", b"%PDF-1.4\n%%EOF"))
        assert answer.status_code == 200 and "The commitment is kept." in text_of(answer)
    access.identify(here.worker, today=TODAY)
    assert StoredFile.objects.count() == 1 and CommitmentFact.objects.filter(step="kept").count() == 1


def test_a_file_past_the_limit_is_told_and_the_commitment_stays_open(here: Cast) -> None:
    ref = make(here)
    url = reverse("partners:keep_commitment", args=[ref])
    big = SimpleUploadedFile("report.pdf", b"%PDF" + b"x" * (gate.MOST_BYTES + 1))
    answer = signed_in(here.worker).post(url, {"form_token": str(uuid4()), "words": "It came", "file": big})
    assert answer.status_code in {200, 413} and "20 MB" in text_of(answer)
    assert stands(here, ref).status == "open"


def test_what_shows_it_kept_stands_with_no_other_step(here: Cast) -> None:
    ref = make(here)
    made = CommitmentFact.objects.get(commitment__ref=ref)
    given = {"commitment": made.commitment, "number": 2, "step": "withdrawn", "words": "Not wanted"}
    given |= {"authority_id": made.authority_id, "so_on": SAID, "recorded_at": moment(SAID)}
    with pytest.raises(IntegrityError, match="commitment_is_shown_only_where_it_is_kept"), transaction.atomic():
        CommitmentFact.objects.create(link="https://files.example.org/x", **given)
