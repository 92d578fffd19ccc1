"""How long records are kept: holds, lists of what is due, agreed by two, and destroyed by retention alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import psycopg
from django.db.transaction import atomic
from psycopg import sql

from lippen.casework import rules
from lippen.casework.actions.writing import Pin, begin, check_day, close_duties, found_of, pin_duties, reason_given
from lippen.casework.models import (
    Destruction,
    DestructionItem,
    DestructionStep,
    LegalHold,
    LegalHoldEnd,
)
from lippen.casework.queries import keeping as queries
from lippen.casework.queries.rooms import tables_above
from lippen.casework.queries.seen import seen_one
from lippen.casework.vocabulary import DESTRUCTION_SUBJECT, DestructionStepKind, Duty
from lippen.kernel import audit
from lippen.kernel.access import BY_RULE, Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation import queries as organisation

MONTH = timedelta(days=30)
AGREE = Permission.AGREE_DESTRUCTION
OF_PERSON = (
    *("accessbundle", "accessmarkend", "accessmark", "accessentry", "accessstep", "accessrequest"),
    *("sharingend", "sharing", "markerfact", "marker", "waitingend", "newinformation", "waitingfact", "waiting"),
    *("handoverfact", "handover", "visithanded", "familyhelpend", "familyhelp", "typeddutyend", "typedduty"),
    *("familycontactdone", "familycontact", "helperfact", "helperconsent", "helper", "alertseen", "factword"),
    *("picturefile", "picture"),
    *("closingstep", "closing"),
    *("persongender", "persondeath", "broughtin"),
    *("signoff", "referralstep", "referral", "glassreview", "breakglass", "visitdone", "visit", "chronologyentry"),
    *("statusfact", "involvement", "owntie", "restriction", "sameasstep", "tieend", "legalholdend", "legalhold"),
    *("personcontact", "outsideid", "protectedaddress", "personaddress", "personbirth", "personname", "personnow"),
)
"""Tables whose rows are about one person; those of a room above are named by its app (`tables_of_person`)."""
OTHERWISE = {
    "childsampleitem": "child_id = ANY (%(ids)s)",
    "tie": "person_id = ANY (%(ids)s) OR other_id = ANY (%(ids)s)",
    "sameas": "person_id = ANY (%(ids)s) OR kept_id = ANY (%(ids)s)",
    "searchrun": "id IN (SELECT search_id FROM casework_knownperson WHERE id = ANY (%(ids)s))",
    "knownperson": "id = ANY (%(ids)s)",
}
"""Tables that name a person in another column, in this order after the others."""
NAMES_ONE = "EXISTS (SELECT 1 FROM unnest((SELECT condemned_keys())) gone WHERE position(gone IN {}) > 0)"
COPIES = {
    "kernel_draft": NAMES_ONE.format("subject_key || ' ' || fields::text"),
    "kernel_usedtoken": f"used_at < now() - interval '30 days' OR {NAMES_ONE.format('url || said')}",
    "casework_searchrun": "id = ANY ((SELECT condemned_searches())::bigint[])",
}
"""What was typed, told and searched for of those who are destroyed, before their keys are gone; and what is old."""


@atomic
def hold_record(*, actor: Actor, person_ref: str, why: str, until: date | None, so_on: date, at: datetime) -> LegalHold:
    """Keep a record though its time may be up: for an inquiry, a court, a complaint; until a day or until lifted."""
    writing = begin(actor, person_ref, at=at, permission=Permission.AGREE_RISK)
    check_day(so_on, at)
    if until is not None and until <= day_of(at):
        raise CannotDo("Give a day to come, or none.", field="until")
    made = LegalHold.objects.create(
        ref=new_ref("hold"),
        why=reason_given(why, "why", "Say what it is kept for."),
        until=until,
        **writing.fact(so_on),
    )
    audit.record(actor, "known.held", writing.person, keys={"hold": made.ref})
    return made


@atomic
def lift_hold(*, actor: Actor, hold_ref: str, why: str, so_on: date, at: datetime) -> LegalHoldEnd:
    """Lift a hold: from now on the record is kept by its own line alone."""
    found, writing = found_of(actor, LegalHold, hold_ref, at=at, permission=Permission.AGREE_RISK)
    check_day(so_on, at)
    with refusal("casework_legalholdend_hold_id_key", "Somebody has lifted this already."):
        made = LegalHoldEnd.objects.create(
            hold=found, why=reason_given(why, "why", "Say why it is lifted."), **writing.fact(so_on)
        )
    audit.record(actor, "known.hold_lifted", writing.person, keys={"hold": found.ref})
    return made


@atomic
def draw_list(*, actor: Actor, authority_id: int, on: date, at: datetime) -> Destruction:
    """Draw the list of the records whose time is up today, for two others to agree."""
    require(actor, AGREE, at=[authority_id])
    found = queries.due(authority_id, on=on)
    if not found:
        raise CannotDo("No record is due yet, so there is no list to draw.")
    fact = {"authority_id": authority_id, "recorded_at": at, "recorded_by_id": actor.account_id}
    made = Destruction.objects.create(ref=new_ref("destruction"), as_at=on, **fact)
    items = (
        DestructionItem(
            destruction=made, record=each.ref, known_id=each.id, line=each.line.value, due_on=each.due_on, **fact
        )
        for each in found
    )
    DestructionItem.objects.bulk_create(items, batch_size=2000)
    watch = organisation.people_who_may(AGREE, [authority_id], on=on)
    about = (Duty.AGREE_DESTRUCTION.value, DESTRUCTION_SUBJECT, made.ref)
    pins = [Pin(*about, each.id, on, on + MONTH, rules.KEEPING.key) for each in watch if each.id != actor.person_id]
    pin_duties(pins, at=at)
    audit.record(actor, "destruction.drawn", made, keys={"records": len(found)})
    return made


@atomic
def agree_list(*, actor: Actor, list_ref: str, words: str, at: datetime) -> DestructionStep:
    """Agree that these records are destroyed. It takes two, and neither drew the list."""
    found = _begin(actor, list_ref)
    if why := queries.why_not_agree(actor, list_ref, on=day_of(at)):
        raise CannotDo(why)
    with refusal("agreed_once_by_each", queries.AGREED_ALREADY):
        made = _step(
            found, actor, DestructionStepKind.AGREED, reason_given(words, "words", "Say what you looked at."), at
        )
    if found.steps.filter(kind=DestructionStepKind.AGREED.value).count() >= queries.TWO:
        _close(found, at)
    audit.record(actor, "destruction.agreed", found)
    return made


@atomic
def withdraw_list(*, actor: Actor, list_ref: str, words: str, at: datetime) -> DestructionStep:
    """Take a list back: nothing of it is destroyed, also where two had agreed."""
    found = _begin(actor, list_ref)
    made = _step(
        found, actor, DestructionStepKind.WITHDRAWN, reason_given(words, "words", "Say why it is taken back."), at
    )
    _close(found, at)
    audit.record(actor, "destruction.withdrawn", found)
    return made


def _begin(actor: Actor, list_ref: str) -> Destruction:
    require(actor, AGREE)
    found: Destruction = seen_one(actor, Destruction, list_ref)
    require(actor, AGREE, at=[found.authority_id])
    if found.destroyed.exists():
        raise CannotDo("These records are destroyed already.")
    if found.steps.filter(kind=DestructionStepKind.WITHDRAWN.value).exists():
        raise CannotDo("This list was taken back. Draw a new one.")
    return found


def _step(found: Destruction, actor: Actor, kind: DestructionStepKind, words: str, at: datetime) -> DestructionStep:
    fact = {"authority_id": found.authority_id, "recorded_at": at, "recorded_by_id": actor.account_id}
    return DestructionStep.objects.create(destruction=found, kind=kind.value, words=words, **fact)


def _close(found: Destruction, at: datetime) -> None:
    about = {"kind": Duty.AGREE_DESTRUCTION.value, "subject_kind": DESTRUCTION_SUBJECT}
    close_duties(subject_keys=[found.ref], at=at, **about)


def destroy(*, url: str, on: date, at: datetime) -> int:
    """Destroy every record that two agreed to and nothing holds, as the role retention; how many.

    The tables' locks show retention these records alone, and what was typed, told or searched for of them. Each leaves
    its key, its line and how many rows it had, in the same transaction.
    """
    with psycopg.connect(url) as connection, connection.transaction():
        connection.execute("SELECT set_config('app.today', %s, true)", [on.isoformat()])
        for table, condition in COPIES.items():
            statement = sql.SQL("DELETE FROM {} WHERE " + condition).format(sql.Identifier(table))  # type: ignore[arg-type]
            connection.execute(statement)
        listed = connection.execute("SELECT * FROM condemned_records()").fetchall()
        ids = [row[0] for row in listed]
        if not ids:
            return 0
        rows = dict.fromkeys(ids, 0)
        for known_id in ids:
            rows[known_id] = _destroy(connection, known_id)
        for known_id, record, authority_id, destruction_id, line, due_on in listed:
            connection.execute(
                """INSERT INTO casework_destroyedrecord
                (recorded_at, authority_id, destruction_id, record, line, due_on, rows)
                VALUES (%s, %s, %s, %s, %s, %s, %s)""",
                [at, authority_id, destruction_id, record, line, due_on, rows[known_id]],
            )
    for row in listed:
        audit.record(BY_RULE, "known.destroyed", ("casework.knownperson", str(row[1])), keys={"rows": rows[row[0]]})
    return len(ids)


def _destroy(connection: psycopg.Connection[tuple[object, ...]], known_id: int) -> int:
    """One record in one statement: a hold without its end, or a wait without its, would keep what is left of it."""
    conditions = {
        **dict.fromkeys(tables_of_person(), "person_id = ANY (%(ids)s)"),
        **{f"casework_{table}": condition for table, condition in OTHERWISE.items()},
    }
    parts = [
        sql.SQL("{} AS (DELETE FROM {} WHERE " + condition + " RETURNING 1)").format(  # type: ignore[arg-type]
            sql.Identifier(f"of_{table}"), sql.Identifier(table)
        )
        for table, condition in conditions.items()
    ]
    counts = [sql.SQL("(SELECT count(*) FROM {})").format(sql.Identifier(f"of_{table}")) for table in conditions]
    statement = sql.SQL("WITH {} SELECT (SELECT count(*) FROM of_casework_knownperson), {}").format(
        sql.SQL(", ").join(parts), sql.SQL(" + ").join(counts)
    )
    row = connection.execute(statement, {"ids": [known_id]}).fetchone()
    if row is None or row[0] != 1:
        raise RuntimeError(f"The record {known_id} would be destroyed in part. Nothing of the list is.")
    return int(str(row[1]))


def tables_of_person() -> list[str]:
    """Every table whose rows are about one person, those of the rooms above first."""
    return [*tables_above(), *(f"casework_{table}" for table in OF_PERSON)]
