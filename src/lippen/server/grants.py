"""The one declared list of who may do what to which table. The first line that matches a table's name counts.

A package's tables are INSERT_ONLY until a line says more: a fact is added, never overwritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

import psycopg
from psycopg import sql

from lippen.server.roles import APP, PUBLIC, READER, RETENTION, SEER

READ = ("SELECT",)
INSERT_ONLY = ("SELECT", "INSERT")
RECORD = ("SELECT", "INSERT", "UPDATE")
FULL = ("SELECT", "INSERT", "UPDATE", "DELETE")
DESTROY = ("SELECT", "DELETE")
NOTHING: tuple[str, ...] = ()

Connection = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True)
class Grant:
    """What each role may do to the tables whose names match."""

    pattern: str
    app: tuple[str, ...]
    public: tuple[str, ...] = NOTHING
    reader: tuple[str, ...] = NOTHING
    seer: tuple[str, ...] = NOTHING
    retention: tuple[str, ...] = NOTHING

    def to(self, role: str) -> tuple[str, ...]:
        """The privileges of one role."""
        return {
            APP: self.app,
            PUBLIC: self.public,
            READER: self.reader,
            SEER: self.seer,
            RETENTION: self.retention,
        }[role]


GRANTED_ROLES = (APP, PUBLIC, READER, SEER, RETENTION)

# Records whose councils the database looks up when an audit row is written about them.
OF_COUNCILS = {
    "casework": (
        *("knownperson", "tie", "tieend", "restriction", "owntie", "breakglass", "searchrun"),
        *("referral", "waiting", "waitingfact", "visit", "sameas", "chronologyentry", "marker", "helper"),
        "closing",
        *("familycontact", "handover", "familyhelp", "familyhelpend", "typedduty"),
        *("overlimit", "limitdecision", "figurechallenge", "councilday"),
        *("localnumber", "visitdone", "markerfact", "sharing", "sharingend"),
        *("childsample", "childsampleinspector", "childsampleitem", "childsampleend"),
        *("waitingend", "officerstreet", "readday", "unusualread", "accessrequest"),
    ),
    "care": (
        "episode",
        "placement",
        "legalreason",
        "aftercare",
        "careevent",
        "agreedday",
        "review",
        "reviewdecision",
        "permanenceline",
        "childplan",
        "healthcheck",
        "caremeeting",
    ),
    "improvement": (
        *("plan_authorities", "action", "evidence", "update", "doubt"),
        *("partner", "commitment", "risk", "councildecision", "sample", "evidencerequest"),
        *("source", "recommendation", "strand", "contribution", "planversion", "restrictedfile", "restrictedentry"),
        *("governancegroup", "groupmeeting", "decisionwanted", "meetingschedule"),
        *("stakeholdergroup", "stakeholdermeeting", "contact", "engagementtheme", "said", "givenback"),
    ),
    "reporting": (
        *("paper", "committee", "meeting", "papertemplate", "expectedpaper"),
        *("memberquestion", "backgroundpaper", "disclosure"),
    ),
}

OF_STAFF_AND_FIGURES = ("overlimit", "limitdecision", "figurechallenge", "councilday")

GRANTS = (
    # Django and the libraries
    Grant("django_session", FULL),
    Grant("django_*", READ),
    Grant("auth_*", READ),
    Grant("account_*", FULL),
    Grant("mfa_*", FULL),
    Grant("socialaccount_*", FULL),
    Grant("procrastinate_*", FULL),
    # kernel
    Grant("kernel_draft", FULL, retention=DESTROY),
    Grant("kernel_usedtoken", FULL, retention=DESTROY),
    # the audit trail: the site adds and reads its own councils' rows; reader seals and verifies all of them
    Grant("kernel_auditentry", INSERT_ONLY, reader=READ, seer=READ),
    Grant("kernel_auditblock", INSERT_ONLY, reader=READ, seer=READ),
    Grant("kernel_auditbreak", INSERT_ONLY, reader=READ),
    Grant("kernel_storedfile", INSERT_ONLY, seer=READ),
    Grant("kernel_*", INSERT_ONLY),
    # organisation: who holds which post changes, and is never deleted; what happened to ways in is added
    Grant("organisation_tries", FULL),
    Grant("organisation_opensession", FULL),
    Grant("organisation_accountchange", INSERT_ONLY, seer=READ),
    Grant("organisation_entrylink*", INSERT_ONLY),
    Grant("organisation_recovery", INSERT_ONLY, seer=READ),
    Grant("organisation_recoveryanswer", INSERT_ONLY),
    Grant("organisation_accessreview", INSERT_ONLY, seer=READ),
    Grant("organisation_access*", INSERT_ONLY),
    Grant("organisation_workterms", INSERT_ONLY),
    Grant("organisation_absencereason", INSERT_ONLY),
    Grant("organisation_establishment", INSERT_ONLY),
    Grant("organisation_skill*", INSERT_ONLY),
    Grant("organisation_*", RECORD, seer=READ),
    # casework: facts are added; who works with whom and who has a room ends once; seer looks across the locks
    Grant("casework_destroyedrecord", READ, retention=("SELECT", "INSERT")),
    Grant("casework_destruction*", INSERT_ONLY, seer=READ, retention=READ),
    *(Grant(f"casework_{table}", INSERT_ONLY, seer=READ) for table in ("officerstreet", "localnumber")),
    *(Grant(f"casework_{table}", INSERT_ONLY, seer=READ) for table in ("readday", "unusualread")),
    *(Grant(f"casework_{table}", INSERT_ONLY, seer=READ) for table in OF_STAFF_AND_FIGURES),
    Grant("casework_figureanswer", INSERT_ONLY),
    *(Grant(f"casework_{table}", INSERT_ONLY) for table in ("unusuallook",)),
    *(Grant(f"casework_childsample{of}", INSERT_ONLY, seer=READ) for of in ("", "inspector", "end")),
    Grant("casework_contactroom", RECORD, seer=READ),
    Grant("casework_roombooking", RECORD, seer=READ),
    # a file of records goes its way; its rows wait, and are gone once they came in
    Grant("casework_intake", RECORD, seer=READ),
    Grant("casework_intakepart", FULL),
    Grant("casework_intakedoubt", FULL),
    Grant("casework_intakecolumns", INSERT_ONLY),
    # what is about one person is destroyed by retention alone, once two others agreed; the policies say of whom
    Grant("casework_involvement", RECORD, seer=READ, retention=DESTROY),
    Grant("casework_personnow", RECORD, seer=READ, retention=DESTROY),
    *(
        Grant(f"casework_{table}", INSERT_ONLY, seer=READ, retention=DESTROY)
        for table in (
            *OF_COUNCILS["casework"],
            "legalhold",
            "legalholdend",
            "accessstep",
            "statusfact",
            "referralstep",
            "factword",
            "personname",
            "picture",
            "familycontactdone",
            "glassreview",
            "protectedaddress",  # whether one is held apart, by `visible_protected`; never the address
            "broughtin",  # which files were undone, by `visible_undone_files`
        )
    ),
    Grant("casework_*", INSERT_ONLY, retention=DESTROY),
    # care: spans of days are never edited; a trigger says which version stands; seer finds whose a record is
    *(Grant(f"care_{table}", INSERT_ONLY, seer=READ) for table in ("carer", "ownstandard", "decisionmaker")),
    Grant("care_carerapproval", INSERT_ONLY),
    *(Grant(f"care_{table}", INSERT_ONLY, seer=READ, retention=DESTROY) for table in OF_COUNCILS["care"]),
    Grant("care_*", INSERT_ONLY, retention=DESTROY),
    # improvement: facts are added; a plan's row is locked and closed, an import goes its way, now follows the facts
    Grant("improvement_plan", RECORD, seer=READ),
    Grant("improvement_importbatch", RECORD, seer=READ),
    Grant("improvement_actionnow", RECORD),
    Grant("improvement_arrangement*", INSERT_ONLY, seer=READ),
    Grant("improvement_sample*", INSERT_ONLY, seer=READ),
    # seer finds whose a record is, for the audit trail
    *(Grant(f"improvement_{table}", INSERT_ONLY, seer=READ) for table in OF_COUNCILS["improvement"]),
    Grant("improvement_fileaudience", INSERT_ONLY, seer=READ),
    Grant("improvement_*", INSERT_ONLY),
    # reporting: the public reads what was issued; seer finds on whose behalf a signed paper may be checked
    Grant("reporting_signedpaper", INSERT_ONLY, public=READ, seer=READ),
    Grant("reporting_signedfile", INSERT_ONLY, public=READ),
    Grant("reporting_paperstate", INSERT_ONLY, seer=READ),
    Grant("reporting_committeeline", INSERT_ONLY, seer=READ),
    Grant("reporting_paperroute", INSERT_ONLY, seer=READ),
    Grant("reporting_definedstep", INSERT_ONLY, seer=READ),
    Grant("reporting_issue", INSERT_ONLY, public=READ),
    Grant("reporting_publicedition", INSERT_ONLY, public=READ),
    Grant("reporting_publicissue", INSERT_ONLY, public=READ),
    Grant("reporting_publicfile", INSERT_ONLY, public=READ),
    Grant("reporting_registersetting", INSERT_ONLY, public=READ),
    Grant("reporting_withdrawal", INSERT_ONLY, public=READ),
    Grant("reporting_papertie", INSERT_ONLY, public=READ),
    *(Grant(f"reporting_{table}", INSERT_ONLY, seer=READ) for table in OF_COUNCILS["reporting"]),
    Grant("reporting_*", INSERT_ONLY),
    # demo
    Grant("demo_*", INSERT_ONLY),
)

# Functions that the app calls, by itself or through a column's default or a policy.
FUNCTIONS = ("procrastinate_*", "lippen_*", "visible_*")
# Functions that say whom retention may destroy: it alone calls them.
RETENTION_FUNCTIONS = ("condemned_*",)
# Functions that only seer calls: they say whose a record is, when an audit row is written about it.
SEER_FUNCTIONS = ("audit_councils*",)


class Undeclared(Exception):
    """A table or function that stands in no line of the list."""


def grant_for(table: str) -> Grant:
    """The line that counts for a table."""
    for grant in GRANTS:
        if fnmatchcase(table, grant.pattern):
            return grant
    raise Undeclared(f"The table {table} has no line: declare its grants in server/grants.py.")


def apply_grants(connection: Connection) -> None:
    """Revoke and grant exactly what is declared, in one transaction, as the tables' owner."""
    with connection.transaction():
        for table in names(connection, TABLES):
            grant_table(connection, table)
        for sequence, table in pairs(connection, SEQUENCES):
            grant_sequence(connection, sequence, table)
        for name, signature in pairs(connection, OUR_FUNCTIONS):
            grant_function(connection, name, signature)


TABLES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT relispartition
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
    ORDER BY relname
"""
SEQUENCES = """
    SELECT s.relname, coalesce(t.relname, s.relname) FROM pg_class s
    LEFT JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') AND d.refclassid = 'pg_class'::regclass
    LEFT JOIN pg_class t ON t.oid = d.refobjid
    WHERE s.relnamespace = 'public'::regnamespace AND s.relkind = 'S' ORDER BY s.relname
"""
OUR_FUNCTIONS = """
    SELECT proname, oid::regprocedure::text FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND prorettype <> 'trigger'::regtype
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    ORDER BY oid
"""


def grant_table(connection: Connection, table: str) -> None:
    """One table: nothing for anybody, then what its line says."""
    grant = grant_for(table)
    run(connection, "REVOKE ALL ON TABLE {} FROM PUBLIC, {}", sql.Identifier(table), everybody())
    for role in GRANTED_ROLES:
        if privileges := grant.to(role):
            what = sql.SQL(", ").join(map(sql.SQL, privileges))  # type: ignore[arg-type]
            run(connection, "GRANT {} ON TABLE {} TO {}", what, sql.Identifier(table), sql.Identifier(role))


def grant_sequence(connection: Connection, sequence: str, table: str) -> None:
    """Whoever may insert into a table may take its next number."""
    grant = grant_for(table)
    run(connection, "REVOKE ALL ON SEQUENCE {} FROM PUBLIC, {}", sql.Identifier(sequence), everybody())
    for role in GRANTED_ROLES:
        if "INSERT" in grant.to(role):
            run(connection, "GRANT USAGE ON SEQUENCE {} TO {}", sql.Identifier(sequence), sql.Identifier(role))


def grant_function(connection: Connection, name: str, signature: str) -> None:
    """The app may call what is declared, and seer, who owns some of them; nobody else calls anything."""
    place = sql.SQL(signature)  # type: ignore[arg-type]
    if any(fnmatchcase(name, pattern) for pattern in SEER_FUNCTIONS):
        run(connection, "REVOKE ALL ON ROUTINE {} FROM PUBLIC, {}", place, everybody_but_seer())
        return
    if any(fnmatchcase(name, pattern) for pattern in RETENTION_FUNCTIONS):
        run(connection, "REVOKE ALL ON ROUTINE {} FROM PUBLIC, {}", place, everybody_but_seer())
        run(connection, "GRANT EXECUTE ON ROUTINE {} TO {}", place, sql.Identifier(RETENTION))
        return
    if not any(fnmatchcase(name, pattern) for pattern in FUNCTIONS):
        raise Undeclared(f"The function {signature} has no line: declare it in server/grants.py, FUNCTIONS.")
    run(connection, "REVOKE ALL ON ROUTINE {} FROM PUBLIC, {}", place, everybody())
    run(connection, "GRANT EXECUTE ON ROUTINE {} TO {}, {}", place, sql.Identifier(APP), sql.Identifier(SEER))


def everybody() -> sql.Composable:
    """The roles of the list, with commas."""
    return sql.SQL(", ").join(map(sql.Identifier, GRANTED_ROLES))


def everybody_but_seer() -> sql.Composable:
    """Those who call nothing that is seer's own."""
    return sql.SQL(", ").join(sql.Identifier(role) for role in GRANTED_ROLES if role != SEER)


def run(connection: Connection, words: str, *places: sql.Composable) -> None:
    """Run a statement with its places filled."""
    connection.execute(sql.SQL(words).format(*places))  # type: ignore[arg-type]


def names(connection: Connection, query: str) -> list[str]:
    """The first column of a catalogue query."""
    return [str(row[0]) for row in connection.execute(query)]  # type: ignore[arg-type]


def pairs(connection: Connection, query: str) -> list[tuple[str, str]]:
    """The first two columns of a catalogue query."""
    return [(str(row[0]), str(row[1])) for row in connection.execute(query)]  # type: ignore[arg-type]
