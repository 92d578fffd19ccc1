"""Two locks on what not everyone may see, each tried with the other one open.

The table's lock (row-level security) is tried with plain reads and writes, as the app's role; the app's lock
(`visible_to` and the screens) with row-level security switched off. A locked table without a line here fails.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from lippen.improvement import queries as improvement
from lippen.improvement.models import Evidence
from lippen.kernel import locks, trail, trail_files
from lippen.kernel.access import Actor, Permission, identify
from lippen.kernel.drafts import draft_for, once
from lippen.kernel.files.store import read_file, stored_file
from lippen.organisation.models import (
    Absence,
    AbsenceEnd,
    AbsenceReason,
    Authority,
    Establishment,
    Skill,
    SkillFact,
    SkillWord,
    WorkTerms,
)
from lippen.organisation.queries import recoveries
from lippen.organisation.roles import Role, roles_with
from lippen.organisation.sessions import open_sessions
from lippen.organisation.tests import factories
from lippen.reporting import queries as reporting
from lippen.reporting.queries.frozen import issue_of
from lippen.reporting.queries.papers import ON_THE_COMMITTEE
from lippen.reporting.rows import PaperRow
from lippen.reporting.tests.world import NOW, TODAY
from lippen.reporting.vocabulary import TAKEN_BACK
from lippen.server.grants import apply_grants
from lippen.server.setup import as_owner
from tests.house.councils import DRAFT, TOKEN, Councils, seen
from tests.house.row_security import locked_tables, switched_off

LATER = NOW + timedelta(days=1)
EVERYONE = frozenset(Role)
PLAN = roles_with(Permission.READ_PLAN)
ISSUERS = roles_with(Permission.ISSUE_PAPER)
AUDITORS = roles_with(Permission.READ_AUDIT)
READERS = roles_with(Permission.READ_PAPER)
ON_COMMITTEE = frozenset({Role.COUNCILLOR_ON_COMMITTEE, Role.APPOINTED_MEMBER})
OTHERS = frozenset({Role.OTHER_COUNCILLOR})
KEEPERS = PLAN | ISSUERS
CONFIRMERS = roles_with(Permission.CONFIRM_RECOVERY)
NOBODY_ELSE: frozenset[Role] = frozenset()

# What an authority keeps of promises, partners and groups: a table to a line, with what holds it in models.
ROOMS = (
    "improvement_evidencerequest",
    "improvement_evidencesent",
    "improvement_requestaction",
    "improvement_requestanswer",
    "improvement_commitment",
    "improvement_commitmentfact",
    "improvement_contact",
    "improvement_contactdetails",
    "improvement_engagementtheme",
    "improvement_givenback",
    "improvement_said",
    "improvement_saidanswer",
    "improvement_stakeholdercame",
    "improvement_stakeholdergroup",
    "improvement_stakeholdermeeting",
    "improvement_stakeholdermeetingfact",
    "improvement_stakeholdernaming",
    "improvement_themereading",
    "improvement_themesign",
)
RESTRICTED = ("improvement_restrictedfile", "improvement_fileaudience", "improvement_restrictedentry")
# Who sees such a row is written before it, else nobody adds it.
AUDIENCE_FIRST = {"improvement_restrictedfile", "casework_knownperson"}
NAMED = frozenset({Role.HEAD_OF_SERVICE})
"""The one role of ours, besides who opened it, that the restricted file names by person."""

# Which roles of the record's own council find a row of the table, by its lock alone.
RECORDS = roles_with(Permission.READ_RECORDS)
OF_CHILDREN = sorted(model._meta.db_table for model in apps.get_app_config("casework").get_models())
OF_CARE = sorted(model._meta.db_table for model in apps.get_app_config("care").get_models())
INSPECTORS = roles_with(Permission.READ_SAMPLE)
DRAWERS = RECORDS & roles_with(Permission.DRAW_SAMPLE)
OF_SAMPLES = ("casework_childsample", "casework_childsampleinspector", "casework_childsampleitem")
READ_IN_A_SAMPLE = tuple(
    f"casework_{table}"
    for table in (
        *("personname", "personbirth", "personaddress", "personcontact", "outsideid", "personnow", "statusfact"),
        *("visit", "visitdone", "chronologyentry", "referral", "referralstep", "signoff", "waiting", "waitingfact"),
        *("newinformation", "waitingend", "involvement", "marker", "markerfact", "tieend", "knownperson", "tie"),
        *("persondeath", "persongender", "factword", "helper", "helperfact", "familycontact", "familycontactdone"),
        *("familyhelp", "familyhelpend", "typedduty", "typeddutyend", "helperconsent"),
        *("closing", "closingstep"),
    )
)
"""What an inspector reads of the children of a sample."""
DESTROYERS = roles_with(Permission.AGREE_DESTRUCTION)
OF_DESTRUCTION = (
    *("casework_destruction", "casework_destructionitem", "casework_destructionstep", "casework_destroyedrecord"),
)
"""Lists of records whose time is up, and what was destroyed: keys alone."""
DESTROYED = "casework_destroyedrecord"
OF_GOVERNANCE = (*("casework_officerstreet", "casework_readday", "casework_unusualread", "casework_unusuallook"),)
"""What information governance alone keeps of reads."""
SEARCHERS = frozenset({Role.SOCIAL_WORKER, Role.SERVICE_MANAGER})
"""The two roles of ours that searched for somebody; a search is its asker's alone."""
IMPORTERS = roles_with(Permission.IMPORT_RECORDS)
BROUGHT = frozenset({Role.SERVICE_MANAGER})
"""The one role of ours that brought a file in; its rows are theirs alone."""
BY_LOCK: dict[str, frozenset[Role]] = {
    **dict.fromkeys(OF_CHILDREN, RECORDS),
    **dict.fromkeys(OF_CARE, RECORDS),  # the children in care are in no sample
    "casework_intake": IMPORTERS,
    "casework_intakecolumns": IMPORTERS | {Role.ADMINISTRATOR},
    "casework_intakepart": BROUGHT,
    "casework_intakedoubt": BROUGHT,
    "casework_searchrun": SEARCHERS,
    **dict.fromkeys(OF_GOVERNANCE, AUDITORS),
    **dict.fromkeys(READ_IN_A_SAMPLE, RECORDS | INSPECTORS),
    "casework_persondeath": RECORDS,  # the one death is of a mother, who is in no sample
    **dict.fromkeys(OF_SAMPLES, DRAWERS | INSPECTORS),
    "casework_childsampleend": DRAWERS,  # what was closed is closed to inspectors
    **dict.fromkeys(OF_DESTRUCTION, DESTROYERS),
    "casework_sharing": RECORDS | roles_with(Permission.READ_SHARED),
    "casework_protectedaddress": frozenset({Role.SOCIAL_WORKER}),  # the one role that is named for it
    "kernel_draft": NOBODY_ELSE,
    "kernel_usedtoken": NOBODY_ELSE,
    "kernel_auditentry": AUDITORS,
    "kernel_auditexport": NOBODY_ELSE,
    "organisation_opensession": NOBODY_ELSE,
    "kernel_storedfile": PLAN,
    "kernel_filecontent": PLAN,
    "improvement_evidence": PLAN,
    **dict.fromkeys(ROOMS, PLAN),
    "improvement_part": PLAN,
    "organisation_absence": PLAN | ISSUERS,
    "organisation_absenceend": PLAN | ISSUERS,
    "organisation_absencereason": NOBODY_ELSE,
    "organisation_workterms": RECORDS,
    "organisation_skill": RECORDS,
    "organisation_skillfact": RECORDS,
    "organisation_skillword": RECORDS,
    "organisation_establishment": RECORDS,
    "organisation_recovery": CONFIRMERS,
    "organisation_recoveryanswer": CONFIRMERS,
    **dict.fromkeys(RESTRICTED, NAMED),
    "reporting_committee": READERS,
    "reporting_meeting": READERS,
    "reporting_meetingchange": READERS,
    "reporting_paper": READERS,
    "reporting_paperdates": READERS,
    "reporting_paperstate": READERS,
    "reporting_papertext": PLAN,
    **dict.fromkeys(
        (
            "reporting_promisedecision",
            "reporting_exemptwords",
            "reporting_paperreference",
            "reporting_paperconfirmation",
            "reporting_disclosure",
            "reporting_disclosedfile",
            "reporting_backgroundend",
        ),
        PLAN,
    ),
    **dict.fromkeys(
        (
            "reporting_memberquestion",
            "reporting_memberanswer",
            "reporting_backgroundpaper",
            "reporting_backgroundfile",
        ),
        READERS,
    ),
    "reporting_papertemplate": PLAN | ISSUERS,
    "reporting_templatedraft": PLAN | ISSUERS,
    "reporting_templateversion": PLAN | ISSUERS,
    "reporting_paperanswer": PLAN,
    "reporting_committeeline": PLAN,
    "reporting_themedifference": PLAN,
    "reporting_routestep": PLAN,
    "reporting_decision": PLAN,
    "reporting_takenback": PLAN,
    "reporting_signedpaper": READERS,
    "reporting_signedfile": READERS,
    "reporting_issue": READERS,
    "reporting_publishedaddress": READERS,
    "reporting_noticerule": KEEPERS,
    "reporting_committeecycle": KEEPERS,
    "reporting_meetingdates": KEEPERS,
    "reporting_preagenda": KEEPERS,
    "reporting_expectedpaper": KEEPERS,
    "reporting_routedefinition": KEEPERS,
    "reporting_definedstep": KEEPERS,
    "reporting_paperroute": KEEPERS,
    "reporting_officerdecision": KEEPERS,
    "reporting_consulteeasked": PLAN,
    "reporting_consulteecomment": PLAN,
    "reporting_paperturn": KEEPERS,
    "reporting_exemptproposal": KEEPERS,
    "reporting_flaganswer": PLAN,
    "reporting_publicedition": READERS,
    "reporting_publicissue": READERS,
    "reporting_publicfile": READERS,
    "reporting_resolution": READERS - OTHERS,
    "reporting_registersetting": KEEPERS,
    "reporting_childplaces": KEEPERS,
    "reporting_papertie": PLAN,
    "reporting_withdrawal": READERS,
    "reporting_stamping": KEEPERS,
}
OWN = ["kernel_draft", "kernel_usedtoken", "kernel_auditexport", "organisation_opensession"]
# Bytes by their own hash: seen only once a file of one's own names them. Audit rows: whoever does a thing leaves one.
OPEN_TO_INSERTS = {"kernel_filecontent", "kernel_auditentry"}


def model_of(table: str) -> type:
    return next(model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table)


def rows_for(actor: Actor | None, table: str) -> int:
    """How many rows of a table the app's role finds in somebody's name, asking without any check of the app's."""
    with transaction.atomic():
        if actor is not None:
            identify(actor, today=TODAY)
        return model_of(table)._base_manager.count()


def test_every_locked_table_has_its_line_and_every_line_its_table(two: Councils) -> None:
    assert locked_tables() == sorted(BY_LOCK)


@pytest.mark.parametrize("table", BY_LOCK)
def test_the_table_holds_rows_of_ours_so_that_finding_none_says_something(table: str, two: Councils) -> None:
    with as_owner() as owner:
        assert owner.execute(f"select count(*) from {table}").fetchone() != (0,)


# --- the table's own lock, without the app's checks ---


@pytest.mark.parametrize("table", BY_LOCK)
def test_by_its_lock_alone_a_table_shows_its_rows_to_those_roles_of_its_council_and_no_others(table, two) -> None:
    assert {role for role, actor in two.ours.items() if rows_for(actor, table)} == BY_LOCK[table]


@pytest.mark.parametrize(
    "table", sorted(set(BY_LOCK) - {"improvement_evidence", "kernel_storedfile", "kernel_auditentry"})
)
def test_by_its_lock_alone_a_table_shows_the_other_council_nothing(table, two) -> None:
    mine = "kernel_filecontent"  # the other council has one file of its own, for the plan that both share
    allowed = {role for role in PLAN if table == mine}
    assert {role for role, actor in two.theirs.items() if rows_for(actor, table)} == allowed


@pytest.mark.parametrize("table", ["improvement_evidence", "kernel_storedfile"])
def test_of_a_joint_plan_each_council_finds_its_own_evidence_and_files_alone(table, two) -> None:
    ours, theirs = two.ours[Role.TEAM_LEADER], two.theirs[Role.TEAM_LEADER]
    with transaction.atomic():
        identify(theirs, today=TODAY)
        found = set(model_of(table)._base_manager.values_list("authority_id", flat=True))
    assert found == theirs.authority_ids
    with transaction.atomic():
        identify(ours, today=TODAY)
        found = set(model_of(table)._base_manager.values_list("authority_id", flat=True))
    assert found == ours.authority_ids


def councils_of_rows(actor: Actor) -> set[frozenset[int]]:
    """Whose the audit rows are that somebody finds by the lock alone."""
    with transaction.atomic():
        identify(actor, today=TODAY)
        found = model_of("kernel_auditentry")._base_manager.values_list("authority_ids", flat=True)
        return {frozenset(ids) for ids in found}


def test_by_their_lock_alone_each_council_finds_its_own_audit_rows_those_of_both_and_those_of_none(two) -> None:
    ours, theirs = (each[Role.INFORMATION_GOVERNANCE] for each in (two.ours, two.theirs))
    both = ours.authority_ids | theirs.authority_ids
    assert councils_of_rows(ours) - {frozenset()} == {ours.authority_ids, both}
    assert councils_of_rows(theirs) - {frozenset()} <= {theirs.authority_ids, both}
    assert both in councils_of_rows(theirs)


@pytest.mark.parametrize("table", BY_LOCK)
def test_without_an_actor_a_table_shows_nothing_on_a_connection_that_has_none(table, two) -> None:
    assert rows_for(None, table) == 0
    with psycopg.connect(settings.DATABASE_URL) as fresh:
        assert fresh.execute(f"select count(*) from {table}").fetchone() == (0,)
        fresh.execute("select set_config('app.actor', '', true)")
        assert fresh.execute(f"select count(*) from {table}").fetchone() == (0,)


def test_the_actor_of_one_transaction_is_gone_in_the_next(two) -> None:
    assert rows_for(two.there.author, "kernel_draft") > 0
    assert rows_for(None, "kernel_draft") == 0


def test_an_account_that_was_closed_finds_nothing(two) -> None:
    gone = two.ours[Role.HEAD_OF_SERVICE]
    with as_owner(autocommit=True) as owner:
        owner.execute("update organisation_account set is_active = false where id = %s", [gone.account_id])
        try:
            assert sum(rows_for(gone, table) for table in BY_LOCK) == 0
        finally:
            owner.execute("update organisation_account set is_active = true where id = %s", [gone.account_id])


@pytest.fixture(scope="module")
def every_right(two: Councils) -> Iterator[None]:
    """The app may change and delete what it finds: the lock stands alone, without the grants."""
    with as_owner(autocommit=True) as owner:
        for table in BY_LOCK:
            owner.execute(f"GRANT UPDATE, DELETE ON {table} TO lippen_app")
        yield
        apply_grants(owner)


@pytest.mark.parametrize("table", BY_LOCK)
def test_by_its_lock_alone_a_table_lets_the_other_council_change_and_delete_nothing(table, two, every_right) -> None:
    stranger = two.theirs[Role.CHIEF_EXECUTIVE]
    key = model_of(table)._meta.pk.column
    with as_owner() as owner:
        everything = [row[0] for row in owner.execute(f"select {key} from {table}")]
    with transaction.atomic(), connection.cursor() as cursor:
        identify(stranger, today=TODAY)
        cursor.execute(f"select {key} from {table}")
        hidden = list(set(everything) - {row[0] for row in cursor.fetchall()})
        assert hidden
        cursor.execute(f"update {table} set {key} = {key} where {key} = any(%s)", [hidden])
        assert cursor.rowcount == 0
        cursor.execute(f"delete from {table} where {key} = any(%s)", [hidden])
        assert cursor.rowcount == 0
        transaction.set_rollback(True)


@pytest.mark.parametrize("table", sorted(set(BY_LOCK) - OPEN_TO_INSERTS - {DESTROYED}))
def test_by_its_lock_alone_a_table_takes_no_row_of_ours_from_the_other_council(table, two) -> None:
    with as_owner() as owner:
        (row,) = owner.execute(f"select to_jsonb(t) from {table} t order by 1 limit 1").fetchone()
    writer = writer_of(two, table, row)
    assert insert(writer, table, row) in ({"locked"} if table in AUDIENCE_FIRST else {"kept", "taken"})
    assert insert(two.theirs[Role.CHIEF_EXECUTIVE], table, row) == "locked"
    assert insert(None, table, row) == "locked"


def test_what_was_destroyed_is_written_by_retention_and_never_by_the_app(two) -> None:
    with as_owner() as owner:
        (row,) = owner.execute(f"select to_jsonb(t) from {DESTROYED} t limit 1").fetchone()
    for actor in two.ours.values():
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            identify(actor, today=TODAY)
            model_of(DESTROYED)._base_manager.create(**{k: v for k, v in row.items() if k != "id"})


OF_STAFF = tuple(f"organisation_{name}" for name in ("workterms", "skill", "skillfact", "skillword", "establishment"))
KEPT_BY = {
    **dict.fromkeys(("organisation_recovery", "organisation_recoveryanswer"), lambda two: two.ours[Role.ADMINISTRATOR]),
    **dict.fromkeys(OF_STAFF, lambda two: two.ours[Role.TEAM_LEADER]),
    "organisation_absencereason": lambda two: two.there.lead,
}  # else by the author


def writer_of(two: Councils, table: str, row: dict[str, object]) -> Actor:
    """Somebody of ours who may write such a row: what is its writer's own, its writer alone."""
    if table in {"casework_searchrun", "casework_breakglass"}:
        return Actor(account_id=int(row["recorded_by_id"]), person_id=None, name="")
    of_heads = ("casework_childsample", "casework_sharing", "casework_access", "casework_legalhold")
    if table.startswith((*of_heads, "casework_localnumber")):
        return two.ours[Role.HEAD_OF_SERVICE]
    if table in OF_GOVERNANCE or table in OF_DESTRUCTION:
        return two.ours[Role.INFORMATION_GOVERNANCE]
    if table.startswith("casework_intake"):
        return two.ours[Role.SERVICE_MANAGER]
    if table in {*OF_CHILDREN, *OF_CARE}:
        return two.ours[Role.SOCIAL_WORKER]
    return KEPT_BY[table](two) if table in KEPT_BY else two.there.author


@cache
def worked_out() -> frozenset[tuple[str, str]]:
    """The columns that PostgreSQL fills by itself, by their tables; nobody may name them."""
    asked = "select table_name, column_name from information_schema.columns where is_generated = 'ALWAYS'"
    with as_owner() as owner:
        return frozenset((str(table), str(name)) for table, name in owner.execute(asked))


def insert(actor: Actor | None, table: str, row: dict[str, object]) -> str:
    """What comes of inserting a row just like one of ours: kept, taken (some name is unique) or locked."""
    given = [name for name in row if name != "id" and (table, name) not in worked_out()]
    columns = ", ".join(f'"{name}"' for name in given)
    asked = f"insert into {table} ({columns}) select {columns} from jsonb_populate_record(null::{table}, %s)"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if actor is not None:
                identify(actor, today=TODAY)
            cursor.execute(asked, [json.dumps(row)])
            transaction.set_rollback(True)
    except DatabaseError as error:
        return "locked" if "row-level security" in str(error) else "taken"
    return "kept"


# --- exempt papers ---


def exempt_found(actor: Actor, table: str) -> set[bool]:
    with transaction.atomic():
        identify(actor, today=TODAY)
        return set(model_of(table)._base_manager.values_list("exempt", flat=True))


@pytest.mark.parametrize("table", ["reporting_signedpaper", "reporting_signedfile", "reporting_issue"])
def test_by_its_lock_alone_an_exempt_paper_is_hidden_from_councillors_who_are_not_on_the_committee(table, two) -> None:
    shown = {role for role, actor in two.ours.items() if True in exempt_found(actor, table)}
    assert shown == READERS - OTHERS
    assert exempt_found(two.ours[Role.OTHER_COUNCILLOR], table) == {False}


ISSUED = frozenset({"issued", "withdrawn"})
ISSUED_OR_EXEMPT = ISSUED | {"issued exempt"}
SIGNED = ISSUED_OR_EXEMPT | {"signed", "accepted"}
REFS_BY_LOCK = {
    **dict.fromkeys(PLAN, SIGNED | {"drafting", "in_approval", "returned", "replacement"}),
    **dict.fromkeys(ISSUERS, SIGNED),
    **dict.fromkeys(ON_COMMITTEE, ISSUED_OR_EXEMPT),
    **dict.fromkeys(OTHERS, ISSUED),
}


def papers_found(actor: Actor, two: Councils) -> set[str]:
    with transaction.atomic():
        identify(actor, today=TODAY)
        found = set(model_of("reporting_paper")._base_manager.values_list("ref", flat=True))
    return {state for state, ref in two.papers.items() if ref in found}


@pytest.mark.parametrize("role", Role)
def test_by_their_lock_alone_papers_are_seen_as_far_as_they_have_come(role, two) -> None:
    assert papers_found(two.ours[role], two) == REFS_BY_LOCK.get(role, set())
    assert papers_found(two.theirs[role], two) == set()


def test_the_public_role_finds_what_was_issued_and_is_not_exempt(two) -> None:
    with psycopg.connect(os.environ["LIPPEN_PUBLIC_URL"]) as public:
        found = public.execute("select paper_ref from reporting_signedpaper").fetchall()
        assert sorted(found) == sorted([(two.papers["issued"],), (two.papers["withdrawn"],)])
        files = "select distinct paper_ref from reporting_signedfile join reporting_signedpaper s on s.id = signed_id"
        assert public.execute(files).fetchall() == [(two.papers["issued"],)], "no file of a withdrawn paper"
        assert public.execute("select ref from reporting_publicedition").fetchall() == [(two.arranged["edition_ref"],)]
        assert public.execute("select distinct exempt from reporting_signedfile").fetchall() == [(False,)]
        assert public.execute("select distinct exempt from reporting_issue").fetchall() == [(False,)]


# --- the app's lock, with row-level security off ---


@pytest.fixture(scope="module")
def no_row_security(two: Councils) -> Iterator[None]:
    """The app's own checks stand alone."""
    with switched_off():
        yield


Look = Callable[[Councils, Actor], object]


def written(two: Councils, actor: Actor) -> object:
    return reporting.paper(actor, two.papers["returned"], at=NOW)


def row_of(two: Councils, actor: Actor, state: str = "drafting") -> PaperRow:
    return reporting.paper_row(actor, two.papers[state])


def of_signed(two: Councils, actor: Actor) -> object:
    return reporting.signed_paper(actor, two.papers["issued"])


def visible_rows(table: str) -> Look:
    """The rows of our council that `visible_to` gives."""

    def look(two: Councils, actor: Actor) -> object:
        return model_of(table).objects.visible_to(actor).filter(authority_id=two.there.authority.pk)

    return look


def defined(two: Councils, actor: Actor) -> tuple[object, ...]:
    committee = reporting.committee(actor, two.arranged["committee_ref"])
    return reporting.definitions(actor, committee.id, on=TODAY)


def course_of(two: Councils, actor: Actor, state: str) -> object:
    return reporting.course(actor, reporting.paper_row(actor, two.papers[state]), on=TODAY)


def accepted_course(two: Councils, actor: Actor) -> object:
    return course_of(two, actor, "accepted")


def after(two: Councils, actor: Actor, state: str) -> object:
    return reporting.after(actor, reporting.paper_row(actor, two.papers[state]))


def flagged(two: Councils, actor: Actor) -> tuple[object, ...]:
    return reporting.paper_flags(actor, two.papers["replacement"], at=NOW + timedelta(days=1))[1]


# What the app's own queries show of each locked table; empty for whoever may not see it.
BY_QUERY: dict[str, Look] = {
    "kernel_draft": lambda two, actor: draft_for(actor, *DRAFT),
    "kernel_usedtoken": lambda two, actor: not once(actor, TOKEN, at=NOW),
    "kernel_auditentry": lambda two, actor: trail.entries(actor, trail.Wanted(record=two.papers["issued"])),
    "kernel_auditexport": lambda two, actor: trail_files.export_file(actor, two.work),
    "organisation_opensession": lambda two, actor: open_sessions(actor, None),
    "kernel_storedfile": lambda two, actor: stored_file(actor, two.file),
    "kernel_filecontent": lambda two, actor: read_file(actor, two.file),
    "improvement_evidence": lambda two, actor: Evidence.objects.visible_to(actor).filter(ref=two.evidence["offered"]),
    **{table: visible_rows(table) for table in (*OF_CHILDREN, *OF_CARE, *ROOMS, *RESTRICTED, "improvement_part")},
    "organisation_absence": lambda two, actor: Absence.objects.visible_to(actor),
    "organisation_absenceend": lambda two, actor: AbsenceEnd.objects.visible_to(actor),
    "organisation_absencereason": lambda two, actor: AbsenceReason.objects.visible_to(actor),
    "organisation_workterms": lambda two, actor: WorkTerms.objects.visible_to(actor),
    "organisation_skill": lambda two, actor: Skill.objects.visible_to(actor),
    "organisation_skillfact": lambda two, actor: SkillFact.objects.visible_to(actor),
    "organisation_skillword": lambda two, actor: SkillWord.objects.visible_to(actor),
    "organisation_establishment": lambda two, actor: Establishment.objects.visible_to(actor),
    "organisation_recovery": lambda two, actor: recoveries.recovery(actor, two.recovery, at=NOW),
    "organisation_recoveryanswer": visible_rows("organisation_recoveryanswer"),
    "reporting_committee": lambda two, actor: reporting.committees(actor, two.there.authority.pk),
    "reporting_meetingchange": lambda two, actor: [row for row in reporting.meetings(actor) if row.is_changed],
    "reporting_exemptwords": lambda two, actor: (
        reporting.after_meeting(actor, two.papers["issued exempt"], today=TODAY).withheld
    ),
    "reporting_takenback": lambda two, actor: [
        row
        for row in reporting.paper_page(actor, two.papers["returned"], at=LATER).decisions
        if row.verdict == TAKEN_BACK
    ],
    "reporting_meeting": lambda two, actor: reporting.meetings(actor),
    "reporting_paper": lambda two, actor: reporting.papers(actor),
    "reporting_paperdates": lambda two, actor: reporting.paper_row(actor, two.papers["drafting"]).days,
    "reporting_paperstate": lambda two, actor: reporting.paper_row(actor, two.papers["drafting"]).state,
    "reporting_papertext": lambda two, actor: written(two, actor),
    "reporting_promisedecision": lambda two, actor: reporting.promises_of(actor, two.papers["drafting"], at=LATER)[1],
    "reporting_paperreference": lambda two, actor: reporting.references_of(actor, row_of(two, actor))[0],
    "reporting_paperconfirmation": lambda two, actor: course_of(two, actor, "drafting").confirmations,
    "reporting_memberquestion": lambda two, actor: reporting.question_asked(actor, two.arranged["question_ref"]),
    "reporting_memberanswer": lambda two, actor: reporting.question_asked(actor, two.arranged["question_ref"]),
    "reporting_backgroundpaper": lambda two, actor: reporting.background_kept(actor, today=TODAY),
    "reporting_backgroundfile": lambda two, actor: reporting.background_file(actor, two.arranged["background_ref"]),
    "reporting_backgroundend": lambda two, actor: reporting.background_of(actor, row_of(two, actor)),
    "reporting_disclosure": lambda two, actor: reporting.disclosures(actor, row_of(two, actor, "issued")),
    "reporting_disclosedfile": lambda two, actor: reporting.disclosed_file(actor, two.arranged["disclosure_ref"]),
    **dict.fromkeys(
        ("reporting_papertemplate", "reporting_templatedraft", "reporting_templateversion"),
        lambda two, actor: reporting.templates(actor, on=TODAY),
    ),
    "reporting_paperanswer": lambda two, actor: written(two, actor),
    "reporting_committeeline": lambda two, actor: written(two, actor),
    "reporting_themedifference": lambda two, actor: written(two, actor),
    "reporting_routestep": lambda two, actor: reporting.paper_route(actor, two.papers["returned"]),
    "reporting_decision": lambda two, actor: written(two, actor),
    "reporting_signedpaper": of_signed,
    "reporting_signedfile": lambda two, actor: reporting.signed_file(actor, two.papers["issued"], "pdf"),
    "reporting_issue": lambda two, actor: issue_of(actor, two.papers["issued"]),
    "reporting_publishedaddress": lambda two, actor: issue_of(actor, two.papers["issued"]),
    "reporting_noticerule": lambda two, actor: not reporting.notice(actor, two.there.authority.pk).is_default,
    "reporting_committeecycle": lambda two, actor: reporting.committee(actor, two.arranged["committee_ref"]).has_cycle,
    "reporting_meetingdates": lambda two, actor: reporting.moved_days(actor, two.arranged["meeting_ref"]),
    "reporting_preagenda": lambda two, actor: reporting.pre_agendas(actor, two.arranged["meeting_ref"]),
    "reporting_expectedpaper": lambda two, actor: reporting.expected_row(actor, two.arranged["expected_ref"]),
    "reporting_routedefinition": lambda two, actor: defined(two, actor),
    "reporting_definedstep": lambda two, actor: defined(two, actor)[0].steps,
    "reporting_paperroute": lambda two, actor: accepted_course(two, actor).origin,
    "reporting_officerdecision": lambda two, actor: accepted_course(two, actor).officer,
    "reporting_consulteeasked": lambda two, actor: accepted_course(two, actor).consultees,
    "reporting_consulteecomment": lambda two, actor: accepted_course(two, actor).consultees,
    "reporting_paperturn": lambda two, actor: reporting.paper_row(actor, two.papers["accepted"]).then_meeting_ref,
    "reporting_exemptproposal": lambda two, actor: course_of(two, actor, "issued exempt").exempt,
    "reporting_flaganswer": lambda two, actor: [row for row in flagged(two, actor) if not row.is_open],
    "reporting_publicedition": lambda two, actor: reporting.issued_edition(actor, two.arranged["edition_ref"]),
    "reporting_publicissue": lambda two, actor: [row for row in reporting.register(actor) if row.is_edition],
    "reporting_publicfile": lambda two, actor: visible_rows("reporting_publicfile")(two, actor),
    "reporting_resolution": lambda two, actor: after(two, actor, "issued exempt").resolutions,
    "reporting_registersetting": lambda two, actor: reporting.register_setting(actor, two.there.authority.pk),
    "reporting_childplaces": lambda two, actor: reporting.places_list(actor, two.there.authority.pk),
    "reporting_papertie": lambda two, actor: after(two, actor, "replacement").follows,
    "reporting_withdrawal": lambda two, actor: after(two, actor, "withdrawn").withdrawn,
    "reporting_stamping": lambda two, actor: after(two, actor, "withdrawn").item,
}


SEEN_BY = {
    "kernel_auditentry": lambda two: two.ours[Role.INFORMATION_GOVERNANCE],
    **dict.fromkeys([*OF_CHILDREN, *OF_CARE], lambda two: two.ours[Role.SOCIAL_WORKER]),
    **dict.fromkeys([*OF_SAMPLES, "casework_childsampleend"], lambda two: two.ours[Role.HEAD_OF_SERVICE]),
    **dict.fromkeys(OF_DESTRUCTION, lambda two: two.ours[Role.INFORMATION_GOVERNANCE]),
    **dict.fromkeys(OF_GOVERNANCE, lambda two: two.ours[Role.INFORMATION_GOVERNANCE]),
    **dict.fromkeys(
        [table for table in OF_CHILDREN if table.startswith("casework_intake")],
        lambda two: two.ours[Role.SERVICE_MANAGER],
    ),
    **KEPT_BY,
}  # else by the author


def shown(table: str, two: Councils, actor: Actor) -> bool:
    with transaction.atomic():
        identify(actor, today=TODAY)
        found = bool(seen(lambda: BY_QUERY[table](two, actor)))
        transaction.set_rollback(True)
    return found


def test_every_locked_table_has_a_query_that_is_tried(two) -> None:
    assert set(BY_QUERY) == set(BY_LOCK) == set(locked_tables())


@pytest.mark.parametrize("table", BY_QUERY)
def test_with_row_level_security_off_the_query_shows_nothing_to_the_other_council(table, two, no_row_security) -> None:
    assert rows_for(two.theirs[Role.PARTNER], table) > 0, "row-level security is on: this proves nothing"
    assert shown(table, two, SEEN_BY.get(table, lambda two: two.there.author)(two))
    assert {role for role, actor in two.theirs.items() if shown(table, two, actor)} == set()


@pytest.mark.parametrize("table", OWN)
def test_with_row_level_security_off_a_colleague_finds_nobody_elses_drafts(table, two, no_row_security) -> None:
    assert {role for role, actor in two.ours.items() if shown(table, two, actor)} == set()


def test_with_row_level_security_off_visible_to_gives_the_other_council_no_audit_row_of_ours_alone(
    two, no_row_security
) -> None:
    ours = [two.there.authority.pk]
    for actor in two.theirs.values():
        assert not trail.entries(actor).filter(authority_ids=ours).exists()
    assert trail.entries(two.ours[Role.INFORMATION_GOVERNANCE]).filter(authority_ids=ours).exists()


OTHERWISE = {*OWN, "kernel_filecontent", "kernel_auditentry"}


@pytest.mark.parametrize("table", sorted(set(BY_QUERY) - OTHERWISE))
def test_with_row_level_security_off_visible_to_gives_the_other_council_no_row_of_ours(
    table, two, no_row_security
) -> None:
    model = model_of(table)
    if not hasattr(model.objects, "visible_to"):
        assert table == "kernel_storedfile", "a locked table of one authority reads through visible_to"
        return
    ours = {two.there.authority.pk}
    for actor in two.theirs.values():
        with transaction.atomic():
            identify(actor, today=TODAY)
            assert not ours & set(model.objects.visible_to(actor).values_list("authority_id", flat=True))


@pytest.mark.parametrize("role", Role)
def test_with_row_level_security_off_papers_are_seen_as_far_as_they_have_come(role, two, no_row_security) -> None:
    with transaction.atomic():
        identify(two.ours[role], today=TODAY)
        found = {row.ref for row in reporting.papers(two.ours[role])}
        again = {row.ref for row in reporting.papers(two.theirs[role])}
    assert {state for state, ref in two.papers.items() if ref in found} == REFS_BY_LOCK.get(role, set())
    assert again == set()


def test_with_row_level_security_off_each_council_sees_its_own_evidence_of_a_joint_plan(two, no_row_security) -> None:
    for actor, own in ((two.ours[Role.TEAM_LEADER], "ours"), (two.theirs[Role.TEAM_LEADER], "theirs")):
        with transaction.atomic():
            identify(actor, today=TODAY)
            story = improvement.action_story(actor, two.joint, today=TODAY)
        assert [each.ref for each in story.evidence] == [two.joint_evidence[own]]


@pytest.mark.parametrize("role", Role)
def test_with_row_level_security_off_evidence_is_for_those_who_read_plans(role, two, no_row_security) -> None:
    with transaction.atomic():
        identify(two.ours[role], today=TODAY)
        assert Evidence.objects.visible_to(two.ours[role]).exists() is (role in PLAN)


# --- somebody with a post in each council ---

LESS_HERE = [Role.OTHER_COUNCILLOR, Role.COUNCILLOR_ON_COMMITTEE, Role.COMMITTEE_CLERK, Role.PARTNER]


def with_two_posts(two: Councils, here: Role, there: Role) -> Actor:
    (theirs,) = two.theirs[there].authority_ids
    posts = (Authority.objects.get(pk=theirs), there), (two.there.authority, here)
    return factories.two_posts(*posts, on=TODAY)


@pytest.mark.parametrize("role", LESS_HERE)
def test_with_row_level_security_off_a_manager_elsewhere_sees_what_the_post_here_shows(role, two, no_row_security):
    with transaction.atomic():
        both = with_two_posts(two, role, Role.PERFORMANCE_OFFICER)
        found = {table for table in BY_QUERY if shown(table, two, both)}
        assert found == {table for table in BY_QUERY if shown(table, two, two.ours[role])}
        assert {state for state, ref in two.papers.items() if ref in refs_of(both)} == REFS_BY_LOCK.get(role, set())
        transaction.set_rollback(True)


def test_with_row_level_security_off_a_seat_on_a_committee_elsewhere_opens_no_exempt_paper(two, no_row_security):
    with transaction.atomic():
        both = with_two_posts(two, Role.OTHER_COUNCILLOR, Role.COUNCILLOR_ON_COMMITTEE)
        assert {state for state, ref in two.papers.items() if ref in refs_of(both)} == ISSUED
        transaction.set_rollback(True)


def refs_of(actor: Actor) -> set[str]:
    identify(actor, today=TODAY)
    return {row.ref for row in reporting.papers(actor)}


# --- the roles that the locks name ---


def test_the_roles_that_the_locks_name_are_those_that_the_permissions_give() -> None:
    assert set(locks.PLAN_READERS) == {role.value for role in PLAN}
    assert set(locks.AUDIT_READERS) == {role.value for role in AUDITORS}
    assert set(locks.RECOVERY_CONFIRMERS) == {role.value for role in CONFIRMERS}
    assert set(locks.PAPER_ISSUERS) == {role.value for role in ISSUERS}
    assert set(locks.COMMITTEE_MEMBERS) == {role.value for role in ON_THE_COMMITTEE}
    everyone = {*locks.PLAN_READERS, *locks.PAPER_ISSUERS, *locks.COMMITTEE_MEMBERS, *locks.OTHER_MEMBERS}
    assert everyone == {role.value for role in READERS}
