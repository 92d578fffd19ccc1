"""Every page of the children's room: opens in few statements, refuses, records, never shows what is protected."""

from __future__ import annotations

import io
from collections.abc import Iterator
from uuid import uuid4

import pypdf
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lippen.casework.actions import front
from lippen.casework.models import BreakGlass, KnownPerson, Referral, VisitDone, Waiting, WaitingEnd, WaitingFact
from lippen.casework.screens.urls import urlpatterns
from lippen.casework.tests.factories import NOW, TODAY
from lippen.casework.tests.world import CANARIES, GOVERNED, PROTECTED, World, world
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.clock import real_now
from lippen.kernel.drafts import drafts_about, save_draft
from lippen.kernel.models import AuditEntry

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOST_STATEMENTS = 25
OF_GOVERNANCE = {*GOVERNED, "unusual_day", "settle_read"}
OF_DESTRUCTION = {"due_lists", "draw_list", "due_list", "agree_list", "withdraw_list"}
OPENED_BY = {
    **dict.fromkeys(OF_GOVERNANCE, "governance"),
    **dict.fromkeys(OF_DESTRUCTION, "governance"),
    **dict.fromkeys(("samples", "draw", "sample", "close_sample", "decide_limit"), "head"),
    **dict.fromkeys(("sampled", "sampled_child"), "inspector"),
    "name_audience": "worker",
    "agree_list": "head",
    **dict.fromkeys(("shared", "shared_child"), "partner"),
}
"""Who opens the pages that a manager does not."""
ONLY_SENT = {
    *("see_alerts", "still_so", "look_at_intake_again", "drop_intake"),
    *("see_opening", "break_glass", "gather_access", "show_again", "ask_check"),
}
NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK", "BEGIN", "COMMIT")


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker) -> Iterator[World]:
    """The world, made once for all tests of this module and undone at their end."""
    before = settings.LIPPEN_TODAY
    settings.LIPPEN_TODAY = TODAY
    with django_db_blocker.unblock(), transaction.atomic():
        yield world()
        transaction.set_rollback(True)
    settings.LIPPEN_TODAY = before


@pytest.fixture
def w(made: World) -> Iterator[World]:
    """The world as it was made: what a test does is undone after it."""
    with transaction.atomic():
        yield made
        transaction.set_rollback(True)


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.account_id), BACKEND)
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"casework:{name}", args=args)


def send(client: Client, url: str, **fields: object):
    return client.post(url, {**fields, "form_token": str(uuid4())}, follow=True)


def test_every_page_opens_in_at_most_25_statements(w) -> None:
    clients = {name: signed_in(getattr(w.cast, name)) for name in {"manager", *OPENED_BY.values()}}
    pages = w.addresses()
    assert set(pages) == {pattern.name for pattern in urlpatterns} - ONLY_SENT
    for client in clients.values():
        client.get(reverse("web:home"))
    found = {}
    for name, url in ((name, url) for name, urls in pages.items() for url in urls):
        client = clients[OPENED_BY.get(name, "manager")]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = client.get(url)
        assert answer.status_code == 200, url
        found[url] = sum(not each["sql"].startswith(NOT_COUNTED) for each in asked)
    assert {url: count for url, count in found.items() if count > MOST_STATEMENTS} == {}


@pytest.mark.parametrize("name", ["other_leader", "stranger", "governance"])
def test_no_page_about_the_child_opens_to_those_who_do_not_see_them(name, w) -> None:
    client = signed_in(getattr(w.cast, name))
    own = {
        *("children", "look_for", "alerts", "rooms", "add_room", "close_room", "team", "queue", "openings", "figures"),
        *(
            "review_queue",
            "set_figure",
            "skills",
            "leavers",
            "list_skill",
            "challenge_figure",
            "say_day",
            "samples",
            "draw",
        ),
        *("intakes", "bring_records", "staffing", "staffing_file", "staffing_rows", "stand_ins", "change_skill"),
        "open_room",
    }
    own |= OF_GOVERNANCE | OF_DESTRUCTION if name == "governance" else {"due_lists", "draw_list"}
    answers = {
        url: client.get(url).status_code for page, urls in w.addresses().items() if page not in own for url in urls
    }
    assert set(answers.values()) <= {403, 404}, {url: code for url, code in answers.items() if code == 200}


def body_of(answer) -> str:
    """The words of a page, or of a file that it hands over."""
    if answer.headers["Content-Type"] == "image/jpeg":
        return answer.content.decode("latin-1")
    if answer.headers["Content-Type"] != "application/pdf":
        return answer.content.decode()
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)


def test_a_protected_address_is_on_no_page_of_anybody_outside_its_audience(w) -> None:
    for name in (
        "manager",
        "colleague",
        "other_worker",
        "leader",
        "worker",
        "governance",
        "inspector",
        "partner",
        "head",
    ):
        client = signed_in(getattr(w.cast, name))
        for urls in (
            *w.addresses().values(),
            [reverse("web:home"), reverse("web:me"), f"{reverse('web:search')}?q=Canary"],
        ):
            for url in urls:
                body = body_of(client.get(url))
                if url.endswith("q=Canary"):
                    body = body.replace('value="Canary"', "")
                assert not [each for each in CANARIES if each in body], (name, url)


def test_a_protected_address_is_in_no_log_audit_row_draft_or_search_key(w, caplog) -> None:
    signed_in(w.cast.worker).get(at("child", w.child.ref))
    with connection.cursor() as cursor:
        for table, column in (
            ("casework_personnow", "casework_personnow::text"),
            ("casework_personaddress", "lines"),
            ("kernel_draft", "fields::text"),
            ("organisation_duty", "subject_key"),
        ):
            access.identify(w.cast.manager, today=TODAY)
            cursor.execute(f"select string_agg({column}, ' ') from {table}")
            said = cursor.fetchone()[0] or ""
            assert not [each for each in CANARIES if each in said], table
    access.identify(w.cast.governance, today=TODAY)
    kept = "".join(f"{row.verb}{row.subject_key}{row.keys}" for row in AuditEntry.objects.all())
    assert not [each for each in CANARIES if each in kept + caplog.text]


def test_the_allocated_worker_and_their_leader_read_a_protected_address(w) -> None:
    w.cast.allocate(w.child, w.cast.worker)
    for name in ("worker", "leader"):
        assert PROTECTED in signed_in(getattr(w.cast, name)).get(at("child", w.child.ref)).content.decode()
    page = signed_in(w.cast.manager).get(at("child", w.child.ref)).content.decode()
    assert "Address protected" in page and PROTECTED not in page


def test_reading_a_childs_page_is_audited_and_stands_under_who_looked(w) -> None:
    signed_in(w.cast.worker).get(at("child", w.child.ref))
    access.identify(w.cast.governance, today=TODAY)
    (row,) = AuditEntry.objects.filter(verb="known.read")
    assert (row.subject_key, row.account_id) == (w.child.ref, w.cast.worker.account_id)
    page = signed_in(w.cast.leader).get(at("who_looked", w.child.ref)).content.decode()
    assert w.cast.worker.name in page and "Read the record" in page


def test_opening_a_form_or_a_referral_of_the_child_stands_under_who_looked_too(w) -> None:
    client = signed_in(w.cast.manager)
    for url in (at("say_name", w.child.ref), at("look_again", w.refs["waiting"]), at("referral", w.refs["risk"])):
        client.get(url)
    page = client.get(at("who_looked", w.child.ref)).content.decode()
    assert "Opened a form about it" in page and "Read a referral" in page


def test_from_the_search_to_the_queue_and_a_social_worker(w) -> None:
    c = w.cast
    client = signed_in(c.worker)
    found = send(
        client,
        at("look_for"),
        given_name="Fergus",
        family_name="Lorne",
        born_on_day="2",
        born_on_month="3",
        born_on_year="2008",
    )
    assert "Nobody like this is known" in found.content.decode()
    add = found.redirect_chain[-1][0] + "/add"
    given = {"given_name": "Fergus", "family_name": "Lorne", "precision": "exact", "so_on": "today"}
    page = send(client, add, is_child="child", born_on_day="2", born_on_month="3", born_on_year="2008", **given)
    assert "Fergus Lorne is recorded" in page.content.decode()
    access.identify(c.worker, today=TODAY)
    child = KnownPerson.objects.order_by("-pk").first()
    told = {"received_on": "today", "source": "health", "why": "neglect", "words": "Missed three appointments"}
    send(client, at("refer_child", child.ref), **told)
    access.identify(c.worker, today=TODAY)
    referral = Referral.objects.get(person=child)
    for outcome in ("assess", "assessed"):
        send(client, at("take_step", referral.ref), outcome=outcome, words="Seen", so_on="today")
    bare = send(client, at("take_step", referral.ref), outcome="allocate", words="Needs one", so_on="today")
    assert "Choose who holds the child while they wait" in bare.content.decode()
    wait = {"holder": c.worker.person_id, "level": "high", "why": "Alone at night", "plan": "School rings"}
    day = {"next_contact_on_day": "20", "next_contact_on_month": "10", "next_contact_on_year": "2012"}
    send(client, at("take_step", referral.ref), outcome="allocate", words="Needs one", so_on="today", **wait, **day)
    access.identify(c.worker, today=TODAY)
    waiting = Waiting.objects.get(referral=referral)
    leader = signed_in(c.leader)
    assert "Fergus Lorne" in leader.get(at("queue")).content.decode()
    send(leader, at("allocate_waiting", waiting.ref), worker=c.colleague.person_id, so_on="today")
    access.identify(c.leader, today=TODAY)
    assert WaitingEnd.objects.filter(waiting=waiting, kind="allocated").exists()


def test_a_form_that_is_sent_twice_records_once(w) -> None:
    client, token = signed_in(w.cast.worker), str(uuid4())
    given = {"seen": "alone", "place": "school", "view": "Fine", "words": "", "so_on": "today", "form_token": token}
    ways = ({}, {}, {"_back": "1"})
    told = [client.post(at("record_visit", w.child.ref), given | way, follow=True).content.decode() for way in ways]
    access.identify(w.cast.worker, today=TODAY)
    assert VisitDone.objects.filter(view="Fine").count() == 1
    assert ["This was already recorded" in page for page in told] == [False, False, True], "a double click is told once"
    assert all("The visit is recorded." in page for page in told)


def test_a_visit_sent_again_by_a_form_opened_anew_is_asked_about_and_can_stand_twice(w) -> None:
    client = signed_in(w.cast.worker)

    def visit(**more: str) -> tuple[str, int]:
        given = {"seen": "no", "place": "", "view": "", "words": "Not in", "so_on": "today", **more}
        page = send(client, at("record_visit", w.child.ref), **given).content.decode()
        access.identify(w.cast.worker, today=TODAY)
        return page, VisitDone.objects.filter(words__startswith="Not in").count()

    assert visit()[1] == 1
    page, count = visit()
    assert count == 1 and "You recorded the very same within the last hour" in page
    assert 'name="_again"' in page and "Not in" in page
    page, count = visit(_again="1")
    assert count == 2 and "The visit is recorded." in page
    assert visit(words="Not in, again")[1] == 3


def test_a_draft_of_what_is_told_to_be_recorded_already_is_gone_and_another_stays(w) -> None:
    client, token = signed_in(w.cast.worker), str(uuid4())
    given = {"words": "Rang the school", "significance": "some", "so_on": "today", "form_token": token}
    client.post(at("write_entry", w.child.ref), given)
    kept = {name: words for name, words in given.items() if name != "form_token"}
    for words, left in (("Rang the school", False), ("Rang the nursery", True)):
        access.identify(w.cast.worker, today=TODAY)
        save_draft(
            w.cast.worker, "record-entry", w.child.ref, fields={**kept, "words": words}, version=0, at=real_now()
        )
        client.post(at("write_entry", w.child.ref), given)
        access.identify(w.cast.worker, today=TODAY)
        assert bool(drafts_about(w.cast.worker, ["record-entry"], [w.child.ref])) is left


def test_typed_words_survive_a_refusal(w) -> None:
    given = {"seen": "no", "view": "Said nothing at all", "words": "", "so_on": "today"}
    page = send(signed_in(w.cast.worker), at("record_visit", w.child.ref), **given).content.decode()
    assert "why the child was not seen" in page and "Said nothing at all" in page


def reviewed(ref: str, holder: int, **given: object) -> dict[str, object]:
    """What is sent of one child when everybody who waits is looked at."""
    day = {"next_contact_on_day": "24", "next_contact_on_month": "10", "next_contact_on_year": "2012"}
    said = {"holder": holder, "level": "low", "why": "Calmer now", "plan": "Grandmother visits", **given}
    parts = {f"next_contact_on_{ref}_{part}": day[f"next_contact_on_{part}"] for part in ("day", "month", "year")}
    return {f"{name}_{ref}": words for name, words in said.items()} | parts


def test_the_whole_queue_is_looked_at_in_one_sitting(w) -> None:
    leader = signed_in(w.cast.leader)
    page = send(leader, at("review_queue"), **reviewed(w.refs["waiting"], w.cast.worker.person_id))
    assert "1 child looked at" in page.content.decode()
    access.identify(w.cast.leader, today=TODAY)
    assert WaitingFact.objects.filter(why="Calmer now", level="low").exists()


def test_words_about_a_child_who_left_the_queue_meanwhile_go_to_nobody_else(w) -> None:
    c = w.cast
    leader, other = signed_in(c.leader), c.waiting(c.worker, c.add(c.worker, "Struan", "Drummond"))
    access.identify(c.leader, today=TODAY)
    given = {"waiting_ref": w.refs["waiting"], "worker_id": c.colleague.person_id, "so_on": TODAY, "at": NOW}
    front.allocate_waiting(actor=c.leader, **given)
    page = send(leader, at("review_queue"), **reviewed(w.refs["waiting"], c.worker.person_id)).content.decode()
    assert "waits no longer. Nothing is recorded yet. You wrote: “Calmer now”" in page
    access.identify(c.leader, today=TODAY)
    assert not WaitingFact.objects.filter(why="Calmer now").exists()
    page = send(leader, at("review_queue"), **reviewed(other.ref, c.worker.person_id)).content.decode()
    assert "1 child looked at" in page


def test_a_record_opened_by_break_glass_carries_its_banner_on_every_page(w) -> None:
    client = signed_in(w.cast.other_worker)
    for name in ("child", "chronology", "who_looked", "record_visit", "say_name"):
        page = client.get(at(name, w.child.ref)).content.decode()
        assert "You opened this record outside your own work" in page, name
    page = signed_in(w.cast.worker).get(at("openings")).content.decode()
    assert w.cast.other_worker.name in page and "Found alone" in page


def shown_in(client: Client, url: str) -> str:
    """The code in an opening's form that says whom it is about."""
    return client.get(url).content.decode().split('name="shown" value="')[1].split('"')[0]


def test_break_glass_takes_words_and_opens_one_record(w) -> None:
    c = w.cast
    client = signed_in(c.other_worker)
    access.identify(c.other_worker, today=TODAY)
    found = send(client, at("look_for"), given_name="Ruaridh", family_name="Balfour")
    url = found.redirect_chain[-1][0]
    page = found.content.decode()
    assert "Somebody like this may be recorded already" in page and "Ruaridh" not in page.split("<main")[1]
    number = page.split(f"{url}/open/")[1].split('"')[0]
    assert "Write an answer" in send(client, f"{url}/open/{number}", reason="danger", words="").content.decode()
    sign = send(
        client, f"{url}/open/{number}", reason="danger", words=".", shown=shown_in(client, f"{url}/open/{number}")
    )
    assert "Say what happened, for whoever works with the child. Write it in words" in sign.content.decode()
    unnamed = send(client, f"{url}/open/{number}", reason="danger", words="Found on the road")
    assert "The form came without whom it is about" in unnamed.content.decode()
    access.identify(c.other_worker, today=TODAY)
    assert not BreakGlass.objects.filter(words__in=[".", "Found on the road"]).exists()
    shown = shown_in(client, f"{url}/open/{number}")
    opened = send(client, f"{url}/open/{number}", reason="danger", words="Found on the road", shown=shown)
    assert "The record is open to you for 60 minutes" in opened.content.decode()
    access.identify(c.other_worker, today=TODAY)
    assert BreakGlass.objects.filter(words="Found on the road").count() == 1


def test_whoever_goes_back_after_break_glass_is_led_to_the_record_that_is_open(w) -> None:
    c = w.cast
    client = signed_in(c.other_worker)
    url = send(client, at("look_for"), given_name="Ruaridh", family_name="Balfour").redirect_chain[-1][0]
    url += "/open/" + client.get(url).content.decode().split(f"{url}/open/")[1].split('"')[0]
    given = {"reason": "danger", "words": "Found on the road", "shown": shown_in(client, url)}
    record = send(client, url, **given).redirect_chain[-1][0]
    for answer in (client.get(url, follow=True), send(client, url, **given)):
        assert answer.redirect_chain[-1][0] == record
        assert "You already have this record open until " in answer.content.decode()
    other = send(client, url, **given | {"shown": "of somebody else"})
    assert other.status_code == 404
    access.identify(c.other_worker, today=TODAY)
    assert BreakGlass.objects.filter(words="Found on the road").count() == 1


def test_two_records_are_put_together_by_another_and_taken_apart_with_a_reason(w) -> None:
    leader = signed_in(w.cast.leader)
    send(leader, at("decide_same", w.refs["same"]), answer="yes")
    twin = at("child", w.known["twin"].ref)
    assert "This record is of the same person as" in leader.get(twin).content.decode()
    send(leader, at("undo_same", w.refs["same"]), why="Two birthdays", is_sure="on")
    assert "This record is of the same person as" not in leader.get(twin).content.decode()


def test_no_address_holds_a_name_or_a_term_of_a_search(w) -> None:
    found = send(signed_in(w.cast.worker), at("look_for"), given_name="Isla", family_name="Balfour")
    assert "Isla" not in found.redirect_chain[-1][0] and "Balfour" not in found.redirect_chain[-1][0]


def test_the_desk_says_what_is_owed_for_the_child(w) -> None:
    page = signed_in(w.cast.worker).get(reverse("web:home")).content.decode()
    assert "Look at the level of concern again today" in page and "Isla Balfour" in page


def test_what_one_began_stands_on_ones_own_desk_and_on_nobody_elses(w) -> None:
    for key, subject in (("mark", w.child.ref), ("look-again", w.refs["waiting"])):
        access.identify(w.cast.manager, today=TODAY)
        save_draft(w.cast.manager, f"record-{key}", subject, fields={"words": "Rang"}, version=0, at=real_now())
    manager = signed_in(w.cast.manager)
    with CaptureQueriesContext(connection) as counted:
        page = manager.get(reverse("web:home")).content.decode()
    assert "You began to write a warning" in page and f'href="{at("mark", w.child.ref)}"' in page
    assert "You began how the child stands" in page and "Rang" not in page
    assert len([each for each in counted if not each["sql"].startswith(NOT_COUNTED)]) <= MOST_STATEMENTS
    assert "Begun and not sent" not in signed_in(w.cast.leader).get(reverse("web:home")).content.decode()
