"""What other systems are told: keys alone, signed, once where it is taken, again where not, never beyond the list."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from uuid import uuid4

import pytest
from django.urls import reverse

from lippen.improvement import actions
from lippen.improvement.tests.factories import NOW, TODAY, Cast, cast
from lippen.improvement.tests.screens import signed_in
from lippen.improvement.vocabulary import State
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo, NotAllowed
from lippen.kernel.models import AuditEntry
from lippen.organisation import jobs, rules
from lippen.organisation.actions.subscriptions import end_subscription, subscribe
from lippen.organisation.models import Delivery
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people
from lippen.organisation.vocabulary import Event

pytestmark = pytest.mark.django_db
SECRET = "Robin Childsname told us"


class Receiver(HTTPServer):
    """A system on this machine that keeps what it is told and answers as it is set to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.kept: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/lippen"


class Handler(BaseHTTPRequestHandler):
    """Keeps the request, answers the next status."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.kept.append((dict(self.headers), body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 204)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *told: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def here(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def keeper(here: Cast, council=None):
    return people.actor(council or here.council, Role.ADMINISTRATOR)


def told_of(here: Cast, url: str, *events: Event, actor=None) -> tuple[str, str]:
    made, secret = subscribe(
        actor=actor or keeper(here),
        name="Health board",
        authority_id=here.council.pk,
        url=url,
        events=events or tuple(Event),
        at=NOW,
    )
    return made.ref, secret


def say(here: Cast) -> str:
    ref = here.action("Write the rota", state=State.UNDER_WAY).ref
    return actions.write_update(actor=here.worker, action_ref=ref, paragraphs=[SECRET], so_on=TODAY, at=NOW).ref


def run(monkeypatch=None, at: datetime | None = None) -> None:
    if at is not None:
        monkeypatch.setattr(clock, "real_now", lambda: at)
    jobs.deliver(timestamp=0)


def test_an_update_is_told_with_keys_alone_and_signed(here: Cast, receiver: Receiver) -> None:
    ref, secret = told_of(here, receiver.url)
    update = say(here)
    run()
    ((headers, body),) = receiver.kept
    told = json.loads(body)
    assert (told["event"], told["update"]) == ("update.written", update)
    assert told["delivery"] == headers["Lippen-Delivery"] == Delivery.objects.get().ref
    assert headers["Lippen-Signature"] == "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    assert SECRET not in body.decode() + str(headers)
    assert ref not in str(headers)
    run()
    assert len(receiver.kept) == 1
    assert AuditEntry.objects.filter(verb="delivery.delivered").count() == 1


def test_organisation_delivery_is_tried_again_under_the_same_reference_and_then_given_up(
    here: Cast, receiver: Receiver, monkeypatch
) -> None:
    told_of(here, receiver.url)
    say(here)
    receiver.answers = [500, 302, *([404] * 4)]
    at = datetime(2012, 10, 17, 15, tzinfo=UTC)
    for wait in (*rules.WAITS, None):
        run(monkeypatch, at)
        kept = Delivery.objects.get()
        assert kept.next_try_at == (at + wait if wait else None)
        if wait:
            run(monkeypatch, at + wait - timedelta(seconds=1))
            at += wait
    assert (kept.state, kept.tries) == ("given_up", 6)
    assert len(receiver.kept) == 6
    assert len({headers["Lippen-Delivery"] for headers, _ in receiver.kept}) == 1


def test_a_receiver_that_is_not_there_is_a_try_that_failed(here: Cast) -> None:
    told_of(here, "http://127.0.0.1:9/none")
    say(here)
    run()
    kept = Delivery.objects.get()
    assert (kept.state, kept.tries, kept.answer) == ("waiting", 1, "ConnectionRefusedError")


def test_only_whoever_wants_that_and_in_that_council_is_told(here: Cast, receiver: Receiver) -> None:
    told_of(here, receiver.url, Event.PAPER_ISSUED)
    other = people.authority("Strathlairn Council")
    subscribe(
        actor=keeper(here, other), name="Theirs", authority_id=other.pk, url=receiver.url, events=tuple(Event), at=NOW
    )
    say(here)
    assert not Delivery.objects.exists()


def test_what_is_undone_is_not_told(here: Cast, receiver: Receiver) -> None:
    from django.db import transaction

    told_of(here, receiver.url)
    with transaction.atomic():
        say(here)
        transaction.set_rollback(True)
    run()
    assert receiver.kept == []


def test_a_subscription_that_ended_is_told_nothing_more(here: Cast, receiver: Receiver) -> None:
    ref, _ = told_of(here, receiver.url)
    say(here)
    end_subscription(actor=keeper(here), subscription_ref=ref, at=NOW)
    say(here)
    run()
    assert (receiver.kept, list(Delivery.objects.values_list("state", flat=True))) == ([], ["given_up"])


@pytest.mark.parametrize(
    "url",
    [
        "ftp://systems.example.org/x",
        "http://systems.example.org/x",
        "https://other.example.org/x",
        "https://name:word@systems.example.org/x",
        "https://169.254.169.254/x",
        "lippen",
    ],
)
def test_addresses_beyond_the_sites_own_list_are_refused(here: Cast, settings, url: str) -> None:
    settings.LIPPEN_WEBHOOK_HOSTS = ("systems.example.org",)
    with pytest.raises(CannotDo):
        told_of(here, url)
    told_of(here, "https://systems.example.org/x")


def test_loopback_is_for_tests_and_the_demonstration_alone(here: Cast, settings, receiver: Receiver) -> None:
    told_of(here, receiver.url)
    say(here)
    settings.LIPPEN_TESTING = settings.LIPPEN_DEMO = False
    run()
    assert (receiver.kept, Delivery.objects.get().answer) == ([], "address no longer allowed")


def test_a_keeper_makes_it_on_a_page_reads_the_log_and_ends_it(here: Cast, receiver: Receiver) -> None:
    client = signed_in(keeper(here))
    form = {
        "name": "Health board",
        "authority": here.council.pk,
        "url": receiver.url,
        "events": ["update.written"],
        "form_token": str(uuid4()),
    }
    page = client.post(reverse("web:new_subscription"), form).content.decode()
    assert "shown this once only" in page
    say(here)
    run()
    log = client.get(reverse("web:deliveries")).content.decode()
    assert "Delivered" in log and "204" in log and SECRET not in log
    from lippen.organisation.models import Subscription

    client.post(reverse("web:end_subscription", args=[Subscription.objects.get().ref]))
    assert "Ended on" in client.get(reverse("web:systems")).content.decode()
    stranger = signed_in(keeper(here, people.authority("Strathlairn Council")))
    assert "Health board" not in stranger.get(reverse("web:deliveries")).content.decode()


def test_whoever_does_not_keep_the_accounts_subscribes_nothing(here: Cast, receiver: Receiver) -> None:
    with pytest.raises(NotAllowed):
        told_of(here, receiver.url, actor=here.boss)
