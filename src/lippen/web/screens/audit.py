"""Who looked, who wrote, who was refused: the audit trail for information governance, as a list and for one record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import count_words
from lippen.kernel import checks_of_trail, clock, trail
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import NotVisible
from lippen.kernel.models import AuditEntry
from lippen.kernel.trail import REFUSED, Looker, Totals, Wanted
from lippen.organisation.queries import lookers as people
from lippen.organisation.queries.lookers import AccountRow
from lippen.web.trail_wishes import TrailFilter, Wishes
from lippen.web.trail_words import more_words, record_words, wish_of, words_of

PAGE_SIZE = 50
SLUG = re.compile(r"[a-z]+-[A-Za-z0-9_-]+")
RECORDS = {
    "known": ("casework:child", Permission.READ_RECORDS, "the record"),
    "plan": ("improvement:plan", Permission.READ_PLAN, "the plan"),
    "action": ("improvement:action", Permission.READ_PLAN, "the action"),
    "paper": ("reporting:paper", Permission.READ_PAPER, "the paper"),
    "commitment": ("partners:commitment", Permission.READ_PLAN, "the commitment"),
    "risk": ("risks:risk", Permission.READ_PLAN, "the risk"),
    "evidence": ("library:item", Permission.READ_PLAN, "the evidence"),
    "group": ("groups:group", Permission.READ_PLAN, "the group"),
    "decision": ("decisions:decision", Permission.READ_PLAN, "the decision"),
    "source": ("improvement:source", Permission.READ_PLAN, "the source"),
}


@dataclass(frozen=True)
class Row:
    """One entry in words."""

    at: datetime
    who: AccountRow | None
    what: str
    verb: str
    wish: str
    more: str
    kind: str
    key: str
    is_refusal: bool


@dataclass(frozen=True)
class LookerRow:
    """Somebody who looked at a record, in words."""

    who: AccountRow | None
    times: int
    first_at: datetime
    last_at: datetime
    refused: int


class Counted(Paginator):
    """Pages of rows that are counted already."""

    def __init__(self, rows: object, size: int, count: int) -> None:
        super().__init__(rows, size)
        self.counted = count

    @cached_property
    def count(self) -> int:
        """How many, as the totals say."""
        return self.counted


def audit(request: HttpRequest) -> HttpResponse:
    actor, today, wishes = request.actor, clock.day_of(clock.real_now()), Wishes.read(request.GET)
    known, person, account_id = _people(actor, wishes.person, today)
    wanted = wishes.wanted(account_id, today) if account_id is not None or not wishes.person else None
    totals = trail.totals(actor, wanted) if wanted else Totals(0, 0, 0, is_more=False)
    page = Counted(trail.entries(actor, wanted) if wanted else (), PAGE_SIZE, totals.rows).get_page(
        request.GET.get("page")
    )
    context = {
        "title": "Who looked, who wrote",
        "page_obj": page,
        "rows": in_words(page, today),
        "wishes": wishes,
        "totals": totals,
        "totals_words": totals_words(totals),
        "wish_words": wishes.in_words(person, today),
        "filter_form": TrailFilter(request.GET, wishes, known),
        "kept": wishes.in_address().items(),
        "export_token": uuid4(),
        "last_check": checks_of_trail.last_check(),
    }
    request.audit_keys = {"entries": len(page.object_list)} | wishes.in_address()
    return render(request, "web/audit.html", context)


def record(request: HttpRequest, ref: str) -> HttpResponse:
    actor, today = request.actor, clock.day_of(clock.real_now())
    found = trail.lookers(actor, ref)
    if not found:
        raise NotVisible
    count = sum(looker.times + looker.refused for looker in found)
    page = Counted(trail.entries(actor, Wanted(record=ref)), PAGE_SIZE, count).get_page(request.GET.get("page"))
    noun = record_words(ref)
    context = {
        "title": f"Who looked at the {noun} {ref}" if noun else f"Who looked at {ref}",
        "ref": ref,
        "crumbs": (Crumb("Who looked", reverse("web:audit")), Crumb(ref)),
        "people": lookers_in_words(found, today),
        "sentence": record_sentence(found),
        "rows": in_words(page, today),
        "page_obj": page,
        "way_back": way_back(actor, ref),
        "last_check": checks_of_trail.last_check(),
    }
    request.audit_keys = {"entries": len(page.object_list)}
    return render(request, "web/audit_record.html", context)


def _people(actor: Actor, person: str, today: date) -> tuple[list[AccountRow], str, int | None]:
    """Whom the filter offers; the name and the account of whoever was chosen, also of another council where the
    trail that this reader sees has an entry of theirs."""
    known = list(people.accounts_in(actor.reach_of(Permission.READ_AUDIT), on=today))
    if not person:
        return known, "", None
    chosen = next((row for row in known if row.person_ref == person), None)
    if chosen is None and (chosen := _of_elsewhere(actor, person, today)):
        known.append(chosen)
    return known, chosen.name if chosen else "", chosen.account_id if chosen else None


def _of_elsewhere(actor: Actor, person: str, today: date) -> AccountRow | None:
    account_id = people.account_of_ref(person)
    if account_id is None or not trail.entries(actor, Wanted(account_id=account_id)).exists():
        return None
    return people.account_rows([account_id], on=today)[account_id]


def in_words(entries: Iterable[AuditEntry], today: date) -> list[Row]:
    """Entries with everybody's name, asked for at once."""
    found = list(entries)
    who = people.account_rows((entry.account_id for entry in found), on=today)
    return [_row(entry, who.get(entry.account_id)) for entry in found]  # type: ignore[arg-type]


def _row(entry: AuditEntry, who: AccountRow | None) -> Row:
    is_refusal = entry.verb.startswith(REFUSED)
    return Row(
        at=entry.at,
        who=who,
        what=words_of(entry.verb),
        verb=entry.verb,
        wish=wish_of(entry.subject_kind) if is_refusal else "",
        more=more_words(entry.keys),
        kind=record_words(entry.subject_key) if SLUG.fullmatch(entry.subject_key) else "",
        key=entry.subject_key,
        is_refusal=is_refusal,
    )


def lookers_in_words(found: Iterable[Looker], today: date) -> list[LookerRow]:
    """The people who looked, the latest first."""
    rows = list(found)
    who = people.account_rows((row.account_id for row in rows), on=today)
    return [
        LookerRow(who.get(row.account_id), row.times, row.first_at, row.last_at, row.refused)  # type: ignore[arg-type]
        for row in rows
    ]


def totals_words(totals: Totals) -> str:
    """How many, by how many people, how many refused."""
    if totals.is_more:
        return f"More than {totals.rows:,} entries. A download counts them all, and is made in several files."
    refused = f", {count_words(totals.refused, 'refusal')} among them" if totals.refused else ""
    return (
        f"{count_words(totals.rows, 'entry', 'entries')} by {count_words(totals.people, 'person', 'people')}{refused}."
    )


def record_sentence(found: Iterable[Looker]) -> str:
    """How many people looked or wrote, and how many were refused."""
    rows = list(found)
    let_in, refused = sum(row.times > 0 for row in rows), sum(row.refused > 0 for row in rows)
    told = f"{count_words(let_in, 'person', 'people')} looked at it or changed it"
    return (
        f"{told}; {count_words(refused, 'person', 'people')} asked for it and was refused."
        if refused == 1
        else (
            f"{told}; {count_words(refused, 'person', 'people')} asked for it and were refused."
            if refused
            else f"{told}."
        )
    )


def way_back(actor: Actor, ref: str) -> tuple[str, str] | None:
    """The record's own page, for those whose post opens such pages at all."""
    route, permission, words = RECORDS.get(ref.partition("-")[0], ("", None, ""))
    if permission is None or not actor.reach_of(permission):
        return None
    return f"Open {words}", reverse(route, args=[ref])
