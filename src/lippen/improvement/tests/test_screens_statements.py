"""Every page of the plans, at records on which everything has happened, asks at most 25 statements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lippen.improvement import actions, jobs, queries, work
from lippen.improvement.models import Evidence, ImportBatch, Update
from lippen.improvement.rows import LeadRow
from lippen.improvement.screens.urls import urlpatterns
from lippen.improvement.tests import factories
from lippen.improvement.tests.asked import everything_asked, source_pages
from lippen.improvement.tests.factories import NOW, TERMS, TODAY, Cast, month
from lippen.improvement.tests.screens import brought_in, signed_in, statements, told
from lippen.improvement.tests.test_filled_in import SAID, sheet_of
from lippen.improvement.tests.test_filled_in import filled as filled_in
from lippen.improvement.tests.test_screens_import import TEXT
from lippen.improvement.vocabulary import Colour, EvidenceVerdict, State, Which
from lippen.kernel import access
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 25
ONLY_SENT = {"start_export", "start_table"}
PAST = "?as_at=2012-10-10&known_at=2012-10-12"


@dataclass(frozen=True)
class World:
    """A plan on which everything has happened, and where its pages are."""

    cast: Cast
    full: str
    update: str
    evidence: str
    large: str
    batch: str
    work: str
    export: str
    doubt: str
    edition: str
    filled: str

    def pages(self) -> dict[str, list[str]]:
        """The addresses of every page that is read, by its name."""
        full, large = self.full, self.large

        def at(name: str, *args: str, more: str = "") -> str:
            return reverse(f"improvement:{name}", args=args) + more

        wishes = ("", PAST, "?words=many&lead=WK&sort=-date", "?page=9")
        states = ("", "blocked", "merged", "says_done")
        return {
            "plans": [at("plans")],
            "plan": [
                *(at("plan", large, more=more) for more in wishes),
                at("plan", self.cast.plan.ref, more=f"{PAST}&words=told&lead=WK&standing=amber"),
            ],
            **{name: [at(name, large), at(name, large, more=PAST)] for name in ("plan_print", "plan_operational")},
            "plan_changes": [at("plan_changes", ref, more="?since=2012-01-01") for ref in (large, self.cast.plan.ref)],
            "plan_doubts": [at("plan_doubts", large)],
            **{name: [at(name, large)] for name in ("plan_add_action", "plan_add_theme", "plan_agree")},
            "answer_doubt": [at("answer_doubt", self.doubt)],
            "action": [at("action", full), at("action", full, more=PAST)],
            "change_state": [at("change_state", full, more=f"?to={to}") for to in states],
            "correct_update": [at("correct_update", full, self.update)],
            "decide_evidence": [at("decide_evidence", full, self.evidence)],
            "evidence_file": [at("evidence_file", Evidence.objects.get(file__isnull=False).file.ref)],
            **{name: [at(name, full)] for name in ACTION_FORMS},
            "begin_plan": [at("begin_plan")],
            "import_plan": [at("import_plan")],
            **{name: [at(name, self.batch)] for name in ("import_columns", "import_preview")},
            "import_progress": [at("import_progress", self.work)],
            **source_pages(self.cast, full, at),
            **part_pages(self.cast, full, at),
            **{name: [at(name, large)] for name in ("plan_edition", "plan_filled_in", "plan_my_actions")},
            "import_edition": [self.edition],
            "filled_in": [self.filled],
            "export": [at("export", self.export)],
            "export_file": [at("export_file", self.export)],
        }


ACTION_FORMS = (
    "write_update",
    "change_date",
    "say_done",
    "offer_evidence",
    "override_standing",
    "end_override",
    "edit_action",
    "wait_on",
)


def part_pages(cast: Cast, full: str, at: Callable[..., str]) -> dict[str, list[str]]:
    """The pages of results and arrangements, of a plan with results and of one that two councils share."""
    other = people.authority("Strathlairn Council")
    roles = ((cast.council, Role.PERFORMANCE_OFFICER), (other, Role.PERFORMANCE_OFFICER))
    both = people.two_posts(*roles, on=TODAY)
    access.identify(both, today=TODAY)
    given = {"authority_id": cast.council.pk, "so_on": TODAY, "at": NOW}
    actions.say_part(actor=cast.editor, action_ref=full, words="Nearly all have answered", **given)
    shared = actions.create_plan(
        actor=both, title="A shared plan", authority_id=cast.council.pk, also_for=[other.pk], at=NOW
    )
    days = {"starts_on": TODAY, "ends_on": None, "agreed_by": "Both heads", "reason": "One service", "at": NOW}
    arranged = actions.arrange(actor=both, plan_ref=shared.ref, shows_id=cast.council.pk, shown_to_id=other.pk, **days)
    access.identify(cast.editor, today=TODAY)
    return {
        "plan_parts": [at("plan_parts", cast.plan.ref), at("plan_parts", cast.plan.ref, more=PAST)],
        "plan_parts_csv": [at("plan_parts_csv", cast.plan.ref)],
        "say_part": [at("say_part", full)],
        "arrangements": [at("arrangements", shared.ref)],
        "arrange": [at("arrange", shared.ref)],
        "end_arrangement": [at("end_arrangement", arranged.ref)],
    }


@pytest.fixture
def officer(settings) -> tuple[Client, World]:
    """Somebody who may see every page, and the world."""
    settings.LIPPEN_TODAY = TODAY
    cast = factories.cast()
    people.person(cast.council, "Ann", "Brown", "AB")
    client = signed_in(cast.editor)
    return client, world(cast, client)


def world(cast: Cast, client: Client) -> World:
    full = everything(cast)
    everything_asked(cast, full)
    told(cast, 5)
    large = brought_in(cast, 30)
    update = Update.objects.filter(action__ref=full, recorded_by_id=cast.editor.account_id).get().ref
    with_file(cast, full)
    post(client, "import_plan", file=SimpleUploadedFile("looms.txt", TEXT.encode()))
    post(client, "start_export", cast.plan.ref, kind="xlsx")
    export = post(client, "start_export", cast.plan.ref, kind="csv").rsplit("/", 1)[1]
    jobs.export_plan(account_id=cast.editor.account_id, ref=export)
    access.identify(cast.editor, today=TODAY)
    cast.action("The officer's own", leads=[LeadRow(cast.editor.person_id, "")])
    sheet = filled_in(sheet_of(client, cast), {SAID: "Two came"})
    filled = post(client, "plan_filled_in", cast.plan.ref, file=SimpleUploadedFile("mine.xlsx", sheet))
    edition = f"{post(client, 'plan_edition', large, file=SimpleUploadedFile('looms.txt', TEXT.encode()))}/edition"
    access.identify(cast.editor, today=TODAY)
    return World(
        cast=cast,
        full=full,
        update=update,
        evidence=Evidence.objects.filter(decisions__isnull=True, file__isnull=True).get().ref,
        large=large,
        batch=ImportBatch.objects.filter(state="waiting").earliest("id").ref,
        work=asked_to_read(cast),
        export=export,
        doubt=queries.doubts(cast.editor, queries.plan(cast.editor, large).id)[0].ref,
        edition=edition,
        filled=filled,
    )


def post(client: Client, name: str, *args: str, **fields: object) -> str:
    sent = client.post(reverse(f"improvement:{name}", args=args), {**fields, "form_token": str(uuid4())})
    assert sent.status_code == 302, name
    return sent.headers["Location"]


def asked_to_read(cast: Cast) -> str:
    """A large file that waits for the worker."""
    return work.ask(cast.editor, work.IMPORT, "improvement.read_import", words="Waiting", file="file-1")


def with_file(cast: Cast, ref: str) -> None:
    client = signed_in(cast.worker)
    file = SimpleUploadedFile("audit.pdf", b"%PDF-1.4\n%%EOF")
    post(client, "offer_evidence", ref, title="Audit", note="", link="", so_on="today", file=file)


def everything(cast: Cast) -> str:
    """An action on which everything has happened, more than once where it can."""
    dates = {Which.START: month(2012, 7), Which.TARGET: month(2012, 9), Which.REVIEW: month(2012, 9)}
    other = cast.action("The one it waits on")
    ref = cast.action("On which everything happened", dates=dates, accountable_id=cast.boss.person_id).ref
    common = {"action_ref": ref, "so_on": TODAY, "at": NOW}
    for to in (11, 12):
        moved = {"which": Which.TARGET, "period": month(2012, to), "reason": "It waits", "agreed_by": "Board"}
        actions.change_date(actor=cast.worker, **moved, **common)
    actions.change_state(actor=cast.worker, state=State.BLOCKED, waits_on=other.ref, **TERMS, **common)
    actions.change_state(actor=cast.worker, state=State.UNDER_WAY, **common)
    actions.override_standing(actor=cast.colleague, standing=Colour.AMBER, reason="Nearly", **common)
    actions.write_update(actor=cast.worker, paragraphs=["One"], **common)
    actions.write_update(actor=cast.editor, paragraphs=["Another"], **common)
    for verdict in (EvidenceVerdict.REFUSED, EvidenceVerdict.ACCEPTED, None):
        offered = actions.offer_evidence(actor=cast.worker, title="Audit", note="Read", **common)
        if verdict:
            decided = {"evidence_ref": offered.ref, "verdict": verdict, "reason": "Thin", "so_on": TODAY, "at": NOW}
            actions.decide_evidence(actor=cast.boss, **decided)
    return ref


def test_every_page_asks_at_most_25_statements(officer: tuple[Client, World]) -> None:
    client, here = officer
    pages = here.pages()
    assert set(pages) == {pattern.name for pattern in urlpatterns} - ONLY_SENT
    client.get(reverse("improvement:plans"))
    found = {}
    for address in (address for addresses in pages.values() for address in addresses):
        answer, count = statements(lambda address=address: client.get(address))
        assert answer.status_code == 200, address
        found[address] = count
    assert {address: count for address, count in found.items() if count > MOST_STATEMENTS} == {}


def test_what_a_colleague_may_not_do_is_refused_in_few_statements_too(officer: tuple[Client, World]) -> None:
    _, here = officer
    colleague = signed_in(people.actor(here.cast.council, Role.TEAM_LEADER))
    for name in ("change_state", "say_done", "change_date"):
        answer, count = statements(lambda name=name: colleague.get(reverse(f"improvement:{name}", args=[here.full])))
        assert (answer.status_code, count <= MOST_STATEMENTS) == (403, True), (name, count)
