"""Returns as tests bring them in: made-up files, packed and taken in as the command does it."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from functools import partial

from lippen.casework import intake
from lippen.casework.actions import taking_in
from lippen.casework.queries import intake as queries
from lippen.casework.tests.factories import NOW, TODAY, Cast
from lippen.casework.vocabulary import IntakeKind
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.organisation.work import acting_for

HEADER = "CHILD,SEX,DOB,ETHNIC\n"
EPISODES = "CHILD,DECOM,RNE,LS,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST\n"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\n"


def header(*numbers: str) -> str:
    return HEADER + "".join(f"{number},2,04/03/2006,WBRI\n" for number in numbers)


def episodes(*lines: str) -> str:
    return EPISODES + "".join(f"{line}\n" for line in lines)


def reviews(*lines: str) -> str:
    return REVIEWS + "".join(f"{line}\n" for line in lines)


def packed(files: dict[str, str]) -> bytes:
    """The files as one ZIP."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, words in files.items():
            archive.writestr(name, words)
    return target.getvalue()


def staged(c: Cast, files: dict[str, str], *, by: Actor | None = None, today: date = TODAY) -> str:
    """Files on their way in, looked through."""
    acting = partial(acting_for, (by or c.manager).account_id)
    given = {"authority_id": c.council.pk, "kind": IntakeKind.RETURN, "source": "CareBook", "at": NOW}
    with intake.in_memory(packed(files)) as file:
        ref = intake.stage(acting, file, "return.zip", **given)
    intake.check(acting, ref, today=today, at=NOW)
    access.identify(by or c.manager, today=today)
    return ref


def listed(c: Cast, ref: str, *, by: Actor | None = None) -> list[tuple[str, str]]:
    """Which rows cannot come in, and by which rule."""
    actor = by or c.manager
    row = queries.intake(actor, ref)
    return [(each.column, each.words) for each in queries.every_doubt(actor, row.id, queries.DoubtKind.REFUSED)]


def brought(c: Cast, files: dict[str, str], *, by: Actor | None = None, today: date = TODAY) -> str:
    """Files that came in, but for the rows that cannot."""
    actor, ref = by or c.manager, staged(c, files, by=by, today=today)
    given = {"actor": actor, "intake_ref": ref, "at": NOW, "version": queries.intake(actor, ref).version}
    taking_in.begin_taking(without_refused=True, **given)
    intake.take(partial(acting_for, actor.account_id), ref, today=today, at=NOW, real_at=NOW)
    access.identify(actor, today=today)
    return ref
