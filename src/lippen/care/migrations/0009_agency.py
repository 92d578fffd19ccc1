"""The agency's decisions and their makers, a hearing's advice, co-workers, ends of lines that are undone: with their locks.

The tables too take an agency's decision from its named maker alone, and never from somebody who sat on the panel or
works with the child; nobody names themselves; and what the agency decided is said to be wrong by its makers alone.
"""

import django.db.models.deletion
from importlib import import_module

from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import OF_RECORD_READERS, about_person, locked, not_own, of_seer, seen_by_seer


policies = import_module("lippen.care.migrations.0002_locks").policies
OF_PERSON = ("agencydecision", "hearingadvice", "lineendundone", "coworker", "coworkerend")
WHOSE = "SELECT array_agg(authority_id) FROM public.care_decisionmaker WHERE ref = wanted"
BY = "JOIN organisation_account a ON a.person_id = {by} WHERE a.id = {table}.recorded_by_id"
WORKS = f"""SELECT 1 FROM casework_involvement i {BY.format(by="i.worker_id", table="care_agencydecision")}
    AND i.person_id = care_agencydecision.person_id AND i.ends_on IS NULL AND i.kind <> 'offered'"""
SAT = f"""SELECT 1 FROM care_discussed d JOIN care_meetingmember m ON m.meeting_id = d.meeting_id
    {BY.format(by="m.officer_id", table="care_agencydecision")} AND d.event_id = care_agencydecision.panel_id"""
NAMES = """SELECT 1 FROM organisation_account a
    WHERE a.id = care_decisionmaker.recorded_by_id AND a.person_id = care_decisionmaker.officer_id
    AND care_decisionmaker.is_named"""


def by_maker(table: str, *, of: str = "true", since: str = "true") -> migrations.RunSQL:
    """Only a named decision maker of the council adds such a row."""
    named = f"""SELECT 1 FROM care_decisionmaker m {BY.format(by="m.officer_id", table=table)}
        AND m.authority_id = {table}.authority_id AND m.is_named AND {since} AND NOT EXISTS (
            SELECT 1 FROM care_decisionmaker later WHERE later.officer_id = m.officer_id
            AND later.authority_id = m.authority_id AND later.id > m.id)"""
    make = f"""CREATE POLICY {table}_by_maker ON {table} AS RESTRICTIVE FOR INSERT TO lippen_app
        WITH CHECK (NOT ({of}) OR EXISTS ({named}));"""
    return migrations.RunSQL(make, f"DROP POLICY {table}_by_maker ON {table};")


OF_AGENCY = """EXISTS (SELECT 1 FROM care_agencydecision d
    WHERE d.event_id = care_careeventwrong.event_id OR d.also_id = care_careeventwrong.event_id)"""
BEFORE_IT_WAS_ASKED = "It was not asked for when this was recorded."


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0008_filled_by_keys"),
        ("casework", "0030_matched_by_keys"),
        ("organisation", "0015_open_duties_by_their_end"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencyDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("nth", models.PositiveSmallIntegerField()),
                ("outcome", models.CharField(max_length=12)),
                ("words", models.TextField(blank=True)),
                ("child_view", models.TextField(blank=True)),
                ("no_view_why", models.TextField(blank=True)),
                ("changed", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="CoWorker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("nth", models.PositiveSmallIntegerField()),
                ("words", models.CharField(blank=True, max_length=160)),
                ("what_for", models.TextField()),
                ("until", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="CoWorkerEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("words", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="DecisionMaker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("is_named", models.BooleanField()),
                ("so_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="HearingAdvice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("advice", models.CharField(max_length=16)),
                ("words", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="LineEndUndone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("why", models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name="discussed",
            name="changed",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="discussed",
            name="child_view",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="discussed",
            name="event",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="discussed", to="care.careevent"
            ),
        ),
        migrations.AddField(
            model_name="discussed",
            name="no_view_why",
            field=models.TextField(blank=True, default=BEFORE_IT_WAS_ASKED),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="lineend",
            name="by_ref",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="lineend",
            name="nth",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="lineend",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="ends", to="care.permanenceline"
            ),
        ),
        migrations.AddConstraint(
            model_name="discussed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("child_view", ""), _negated=True),
                    models.Q(("no_view_why", ""), _negated=True),
                    _connector="OR",
                ),
                name="what_was_discussed_has_the_childs_view_or_why_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="lineend",
            constraint=models.UniqueConstraint(fields=("line", "nth"), name="a_line_ends_once"),
        ),
        migrations.AddField(
            model_name="agencydecision",
            name="also",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="decided_with", to="care.careevent"
            ),
        ),
        migrations.AddField(
            model_name="agencydecision",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="agencydecision",
            name="event",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="decided", to="care.careevent"
            ),
        ),
        migrations.AddField(
            model_name="agencydecision",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="agency_decisions", to="care.permanenceline"
            ),
        ),
        migrations.AddField(
            model_name="agencydecision",
            name="maker",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
            ),
        ),
        migrations.AddField(
            model_name="agencydecision",
            name="panel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="agency_decisions", to="care.careevent"
            ),
        ),
        migrations.AddField(
            model_name="agencydecision",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="agencydecision",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="coworker",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="coworker",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="co_workers", to="care.permanenceline"
            ),
        ),
        migrations.AddField(
            model_name="coworker",
            name="officer",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
            ),
        ),
        migrations.AddField(
            model_name="coworker",
            name="part",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.involvement"
            ),
        ),
        migrations.AddField(
            model_name="coworker",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="coworker",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="coworkerend",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="coworkerend",
            name="co_worker",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="ended", to="care.coworker"
            ),
        ),
        migrations.AddField(
            model_name="coworkerend",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="coworkerend",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="decisionmaker",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="decisionmaker",
            name="officer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
            ),
        ),
        migrations.AddField(
            model_name="decisionmaker",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="hearingadvice",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="hearingadvice",
            name="event",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="advised", to="care.careevent"
            ),
        ),
        migrations.AddField(
            model_name="hearingadvice",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="advice", to="care.permanenceline"
            ),
        ),
        migrations.AddField(
            model_name="hearingadvice",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="hearingadvice",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="lineendundone",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="lineendundone",
            name="end",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="undone", to="care.lineend"
            ),
        ),
        migrations.AddField(
            model_name="lineendundone",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="lineendundone",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="agencydecision",
            index=models.Index(fields=["person"], name="agency_decisions_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="agencydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["agrees", "not_agreed", "sent_back"])), name="agency_outcome_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="agencydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("child_view", ""), _negated=True),
                    models.Q(("no_view_why", ""), _negated=True),
                    _connector="OR",
                ),
                name="an_agency_decision_has_the_childs_view_or_why_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "agrees"), models.Q(("words", ""), _negated=True), _connector="OR"),
                name="an_agency_that_does_not_agree_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencydecision",
            constraint=models.UniqueConstraint(
                fields=("line", "panel", "nth"), name="a_recommendation_is_decided_once"
            ),
        ),
        migrations.AddIndex(
            model_name="coworker",
            index=models.Index(fields=["person"], name="co_workers_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="coworker",
            constraint=models.CheckConstraint(
                condition=models.Q(("what_for", ""), _negated=True), name="a_co_worker_has_something_to_do"
            ),
        ),
        migrations.AddConstraint(
            model_name="coworker",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("officer__isnull", False), ("part__isnull", False), ("words", "")),
                    models.Q(("officer__isnull", True), ("part__isnull", True), models.Q(("words", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_co_worker_is_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="coworker",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("so_on"))), name="a_co_worker_stays_until_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="coworker",
            constraint=models.UniqueConstraint(fields=("line", "nth"), name="a_line_has_one_co_worker_at_a_time"),
        ),
        migrations.AddIndex(
            model_name="coworkerend",
            index=models.Index(fields=["person"], name="co_worker_ends_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="coworkerend",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="what_a_co_worker_did_is_said"
            ),
        ),
        migrations.AddIndex(
            model_name="decisionmaker",
            index=models.Index(fields=["authority", "officer", "-id"], name="decision_makers_of_a_council"),
        ),
        migrations.AddIndex(
            model_name="hearingadvice",
            index=models.Index(fields=["person"], name="hearing_advice_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="hearingadvice",
            constraint=models.CheckConstraint(
                condition=models.Q(("advice__in", ["supports", "not_supported", "adds"])), name="hearing_advice_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="hearingadvice",
            constraint=models.CheckConstraint(
                condition=models.Q(("advice", "supports"), models.Q(("words", ""), _negated=True), _connector="OR"),
                name="advice_that_differs_says_what",
            ),
        ),
        migrations.AddIndex(
            model_name="lineendundone",
            index=models.Index(fields=["person"], name="line_ends_undone_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="lineendundone",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="an_end_that_is_undone_says_why"
            ),
        ),
        *(each for table in OF_PERSON for each in locked(f"care_{table}", about_person())),
        *(policies(table) for table in OF_PERSON),
        *locked("care_decisionmaker", OF_RECORD_READERS),
        of_seer("audit_councils_of_agencymaker", WHOSE, reads=("care_decisionmaker",)),
        seen_by_seer("care_decisionmaker"),
        not_own("care_decisionmaker", NAMES),
        not_own("care_agencydecision", f"{WORKS} UNION ALL {SAT}"),
        by_maker("care_agencydecision", since="m.so_on <= care_agencydecision.so_on"),
        by_maker("care_careeventwrong", of=OF_AGENCY),
    ]
