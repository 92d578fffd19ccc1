"""A file of records on its way: begun, kept part by part, its columns matched, answered, set aside.

Nothing here touches a record. What has come in is told in `taking_in`.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import F
from django.db.transaction import atomic

from lippen.casework.adapters import columns as matched
from lippen.casework.adapters.reading import Part, Survey
from lippen.casework.models import Intake, IntakeColumns, IntakeDoubt, IntakePart
from lippen.casework.queries.seen import seen_one
from lippen.casework.vocabulary import AGAIN, CHILD_BY_CHILD, DoubtKind, IntakeKind, IntakeState
from lippen.design.words import day_words
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.holding import hold
from lippen.kernel.ids import new_ref

MOST_TOGETHER = 2_500
"""Rows that come in all or none: each holds its record until the last is written, and a server holds some thousands."""
AT_ONCE_PARTS = 100
PART_BY_PART = (IntakeKind.ENTRIES, *AGAIN)
"""What comes in part by part, each once: the parts hold nothing of each other's."""
MOST_CHILD_BY_CHILD = 50_000
"""Rows of a file whose parts are looked at child by child, each child's rows of all parts together."""
FILE = 0
"""The number under which a whole file waits for the worker."""
OPEN = (IntakeState.READING.value, IntakeState.WAITING.value)
NOT_YOURS = "{name} was brought by somebody else, who alone sees its rows. Bring it in again yourself, or ask them."
OVER = "{name} has come in, or was set aside. Bring it in again if you need it."
STOPPED = "It was stopped on its way in, and nothing more of it came in. Whoever brought it sees below what stopped it."
LOOK_AGAIN = "Somebody changed this in another tab. Look at it again."


def permission_for(kind: IntakeKind) -> Permission:
    """What it takes to bring such rows in."""
    return Permission.MANAGE_ACCOUNTS if kind is IntakeKind.STAFF else Permission.IMPORT_RECORDS


@atomic
def begin_intake(
    *, actor: Actor, authority_id: int, kind: IntakeKind, source: str, name: str, survey: Survey, at: datetime
) -> Intake:
    """Begin to keep a file's rows, or go on with the same file; one that came in already is refused."""
    require(actor, permission_for(kind), at=[authority_id])
    if not source.strip():
        raise CannotDo("Say which system the file comes from.", field="source")
    same = Intake.objects.filter(authority_id=authority_id, kind=kind.value, sha256=survey.sha256)
    before = same.filter(state=IntakeState.TAKEN.value).first() if kind not in AGAIN else None
    if before is not None:
        day = day_words(day_of(before.ended_at))
        raise CannotDo(f"This is the same file as {before.name}, which came in on {day}. Nothing comes in twice.")
    going = (
        same.filter(state__in=[*OPEN, IntakeState.TAKING.value], recorded_by_id=actor.account_id)
        .order_by("-id")
        .first()
    )
    if going is not None:
        audit.record(actor, "intake.gone_on", going, keys={"parts": going.parts})
        return going
    key = matched.key_of(kind, survey.headings)
    known = IntakeColumns.objects.filter(authority_id=authority_id, kind=kind.value, key=key).order_by("-id").first()
    made = Intake.objects.create(
        ref=new_ref("intake"),
        authority_id=authority_id,
        kind=kind.value,
        source=source.strip()[:120],
        name=name[:200],
        sha256=survey.sha256,
        size_bytes=survey.size_bytes,
        form={"kind": survey.kind, "encoding": survey.encoding, "mark": survey.mark, **_files(survey)},
        headings=list(survey.headings),
        columns=list(known.columns if known else matched.guessed(kind, survey.headings)),
        state=IntakeState.READING.value,
        read_to=survey.begins_at,
        last_row=survey.heading_row,
        changed_at=at,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    keys = {"kind": kind.value, "sha256": survey.sha256, "bytes": survey.size_bytes}
    audit.record(actor, "intake.begun", made, keys=keys)
    return made


def _files(survey: Survey) -> dict[str, object]:
    """How many rows each file of several holds."""
    return {"files": survey.files} if survey.files else {}


def own_intake(actor: Actor, ref: str, *, states: Sequence[str] = OPEN) -> Intake:
    """A file of the actor's own on its way, held against everybody else until this transaction ends."""
    found: Intake = seen_one(actor, Intake, ref)
    require(actor, permission_for(IntakeKind(found.kind)), at=[found.authority_id])
    if found.recorded_by_id != actor.account_id:
        raise CannotDo(NOT_YOURS.format(name=found.name))
    hold(found)
    found = Intake.objects.get(pk=found.pk)
    if found.state not in states:
        raise CannotDo(OVER.format(name=found.name))
    return found


KEEP = """
    INSERT INTO casework_intakepart
        (intake_id, authority_id, number, first_row, rows, cells, recorded_at, recorded_by_id)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"""


@atomic
def keep_parts(*, actor: Actor, intake_ref: str, parts: Sequence[tuple[Part, str]], at: datetime) -> Intake:
    """Keep the next parts of a file; those that are kept already are passed over, so that reading may begin again."""
    intake = own_intake(actor, intake_ref, states=[IntakeState.READING.value])
    fresh = [(part, cells) for part, cells in parts if part.number > intake.parts]
    if not fresh:
        return intake
    own = (intake.pk, intake.authority_id)
    with connection.cursor() as cursor:
        for part, cells in fresh:
            given = (*own, part.number, part.first_row, part.rows, cells, at, actor.account_id)
            cursor.execute(KEEP, given)
    last = fresh[-1][0]
    intake.parts, intake.read_to, intake.last_row = last.number, last.read_to, last.last_row
    intake.rows += sum(part.rows for part, _ in fresh)
    if intake.kind not in PART_BY_PART and intake.rows > MOST_TOGETHER:
        limit = f"{MOST_TOGETHER:,} come in together, all or none. Split the file, headings in each"
        raise CannotDo(f"{intake.name} holds {intake.rows:,} rows or more; {limit}.")
    if intake.kind in CHILD_BY_CHILD and intake.rows > MOST_CHILD_BY_CHILD:
        limit = f"{MOST_CHILD_BY_CHILD:,} are looked at together. Split the file by children, headings in each"
        raise CannotDo(f"{intake.name} holds {intake.rows:,} rows or more; {limit}.")
    intake.changed_at = at
    intake.save(update_fields=["parts", "read_to", "last_row", "rows", "changed_at"])
    audit.record(actor, "intake.kept", intake, keys={"parts": [fresh[0][0].number, last.number]})
    return intake


@atomic
def keep_file(*, actor: Actor, intake_ref: str, content: bytes, at: datetime) -> None:
    """Keep a file as it was sent, until the worker has read it: in place of its first part, and as well locked."""
    intake = own_intake(actor, intake_ref, states=[IntakeState.READING.value])
    if not IntakePart.objects.filter(intake=intake, number=FILE).exists():
        given = (intake.pk, intake.authority_id, FILE, 0, 0, b64encode(content).decode(), at, actor.account_id)
        with connection.cursor() as cursor:
            cursor.execute(KEEP, given)
    audit.record(actor, "intake.kept", intake, keys={"bytes": len(content)})


def kept_file(actor: Actor, intake_ref: str) -> bytes | None:
    """A file as it was sent, where it waits to be read."""
    intake = own_intake(actor, intake_ref, states=[state.value for state in IntakeState])
    words = IntakePart.objects.filter(intake=intake, number=FILE).values_list("cells", flat=True).first()
    return b64decode(words) if words else None


@atomic
def end_reading(*, actor: Actor, intake_ref: str, at: datetime) -> Intake:
    """Say that the whole file is kept: now it waits for whoever brought it."""
    intake = own_intake(actor, intake_ref)
    if not intake.rows:
        raise CannotDo(f"{intake.name} holds headings and no row under them.")
    IntakePart.objects.filter(intake=intake, number=FILE).delete()
    Intake.objects.filter(pk=intake.pk).update(state=IntakeState.WAITING.value, changed_at=at)
    audit.record(actor, "intake.whole", intake, keys={"rows": intake.rows})
    intake.state = IntakeState.WAITING.value
    return intake


@atomic
def match_columns(*, actor: Actor, intake_ref: str, columns: Sequence[str], version: int, at: datetime) -> Intake:
    """Say what the columns hold, and remember it for the same headings; what was looked at is looked at anew."""
    intake = own_intake(actor, intake_ref, states=[IntakeState.WAITING.value])
    kind = IntakeKind(intake.kind)
    if intake.version != version:
        raise CannotDo(LOOK_AGAIN)
    known = {field.key for field in matched.FIELDS[kind]} | {matched.ASIDE}
    if len(columns) != len(intake.headings) or not known.issuperset(columns):
        raise NotVisible
    if twice := matched.doubled(kind, columns):
        raise CannotDo(f"Two columns hold “{twice[0]}”. Choose one, and leave the other aside.")
    if lacking := matched.missing(kind, columns):
        raise CannotDo(f"No column holds “{'”, “'.join(lacking)}”. Say which one does.")
    IntakeColumns.objects.create(
        authority_id=intake.authority_id,
        kind=kind.value,
        key=matched.key_of(kind, intake.headings),
        columns=list(columns),
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    looked_at_anew(intake, columns=list(columns), changed_at=at)
    audit.record(actor, "intake.columns_matched", intake)
    return intake


def looked_at_anew(intake: Intake, **also: object) -> None:
    """Forget what the dry run found, so that it begins again."""
    IntakeDoubt.objects.filter(intake=intake).delete()
    also = {"checked_to": 0, "refused": 0, "doubtful": 0, "told": "", **also}
    Intake.objects.filter(pk=intake.pk).update(version=F("version") + 1, **also)
    intake.refresh_from_db()


@atomic
def look_again(*, actor: Actor, intake_ref: str, at: datetime) -> Intake:
    """Hold all rows against the record anew: it has changed, and what was answered is asked again."""
    intake = own_intake(actor, intake_ref, states=[IntakeState.WAITING.value])
    looked_at_anew(intake, changed_at=at)
    audit.record(actor, "intake.looked_again", intake)
    return intake


@atomic
def answer_doubts(*, actor: Actor, intake_ref: str, answers: Sequence[tuple[int, str, str]], at: datetime) -> int:
    """Say how rows come in: for each doubt one of the answers that it offers, with words where it wants them."""
    intake = own_intake(actor, intake_ref, states=[IntakeState.WAITING.value])
    asked = {each.pk: each for each in IntakeDoubt.objects.filter(intake=intake, pk__in=[key for key, *_ in answers])}
    for key, answer, words in answers:
        doubt = asked.get(key)
        if doubt is None or answer not in {choice for choice, _ in doubt.choices}:
            raise NotVisible
        if doubt.wants_words and answer != LEAVE and not words.strip():
            raise CannotDo(f"Row {doubt.row:,}: say why, in a few words.", field=f"words-{key}")
        doubt.answer, doubt.words, doubt.recorded_at = answer, words.strip()[:400], at
    IntakeDoubt.objects.bulk_update(list(asked.values()), ["answer", "words", "recorded_at"])
    Intake.objects.filter(pk=intake.pk).update(changed_at=at)
    audit.record(actor, "intake.answered", intake, keys={"rows": sorted({each.row for each in asked.values()})})
    return len(asked)


LEAVE = "leave"


@atomic
def answer_alike(*, actor: Actor, intake_ref: str, kind: DoubtKind, answer: str, words: str, at: datetime) -> int:
    """Say the same of every doubt of a kind that is open and offers that answer."""
    intake = own_intake(actor, intake_ref, states=[IntakeState.WAITING.value])
    alike = IntakeDoubt.objects.filter(intake=intake, kind=kind.value, answer="").order_by("id")
    found = [each for each in alike if answer in {choice for choice, _ in each.choices}]
    if not found:
        raise CannotDo("None of these is open any more. Look at the file again.")
    return answer_doubts(
        actor=actor, intake_ref=intake_ref, answers=[(each.pk, answer, words) for each in found], at=at
    )


@atomic
def drop_intake(*, actor: Actor, intake_ref: str, at: datetime, why: str = "") -> Intake:
    """Set a file aside: its rows are gone, and nothing of it came in."""
    intake = own_intake(actor, intake_ref)
    scrub(intake, IntakeState.DROPPED, at, told=why[:400])
    audit.record(actor, "intake.dropped", intake)
    return intake


def scrub(intake: Intake, state: IntakeState, at: datetime, **also: object) -> None:
    """Let the rows of a file go; what is kept of it is who brought it, when, from where, its hash and its counts.

    Those of a very large one are let go by the worker, which `scrub_old` does. What did not come in of a file that may
    come in again stays listed for thirty days.
    """
    if intake.parts - intake.taken_to <= AT_ONCE_PARTS:
        if intake.kind not in AGAIN or state is not IntakeState.TAKEN:
            IntakeDoubt.objects.filter(intake=intake).delete()
        IntakePart.objects.filter(intake=intake).delete()
    Intake.objects.filter(pk=intake.pk).update(
        state=state.value, ended_at=at, changed_at=at, version=F("version") + 1, **also
    )
    intake.refresh_from_db()


@atomic
def tell(*, actor: Actor, intake_ref: str, words: str, row: int, at: datetime) -> None:
    """Say what stopped a file on its way in: to whoever brought it alone, for the words may name somebody."""
    intake = own_intake(actor, intake_ref, states=[IntakeState.WAITING.value, IntakeState.TAKING.value])
    IntakeDoubt.objects.create(
        intake=intake,
        authority_id=intake.authority_id,
        row=row,
        kind=DoubtKind.STOPPED.value,
        sentence=words,
        answer="told",
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    changed = {"told": STOPPED, "state": IntakeState.WAITING.value, "changed_at": at, "version": F("version") + 1}
    Intake.objects.filter(pk=intake.pk).update(**changed)
    audit.record(actor, "intake.stopped", intake, keys={"row": row})


def scrub_old() -> int:
    """Let some of the rows go that have waited for thirty days, or whose file is over; 0 when none is left."""
    with connection.cursor() as cursor:
        cursor.execute("select lippen_scrub_intakes()")
        return int(cursor.fetchone()[0])
