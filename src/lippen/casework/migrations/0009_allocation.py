"""Handovers, duties of other processes, family support, what is decided past the limit; each with its locks."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import OF_RECORD_READERS, RECORD_READERS, about_person, locked, of_seer, seen_by_seer

ABOUT_PERSON = ("handover", "handoverfact", "visithanded", "familyhelp", "familyhelpend", "typedduty", "typeddutyend")
OF_COUNCIL = ("overlimit", "limitdecision", "figurechallenge", "figureanswer", "councilday")
BY_SEER = (
    "handover",
    "familyhelp",
    "typedduty",
    "figurechallenge",
    "limitdecision",
    "overlimit",
    "councilday",
    "familyhelpend",
)
WHOSE = {
    "handover": "handover",
    "help": "familyhelp",
    "typed": "typedduty",
    "challenge": "figurechallenge",
    "limit": "limitdecision",
    "over": "overlimit",
    "day": "councilday",
}
OF_KNOWN = about_person("known.id").replace("authority_id =", "known.authority_id =")
WITH_REFS = (
    *("referral", "waiting", "visit", "breakglass", "sameas", "chronologyentry", "involvement", "marker", "helper"),
    *("familycontact", "handover", "familyhelp", "typedduty"),
)
REFS = "".join(
    f" UNION ALL SELECT kept.ref::text FROM public.casework_{table} kept JOIN asked ON asked.id = kept.person_id"
    for table in WITH_REFS
)
LOOKERS = f"""
CREATE OR REPLACE FUNCTION visible_lookers(wanted text)
RETURNS TABLE (account_id bigint, verb text, first_at timestamptz, last_at timestamptz, times bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH asked AS (
        SELECT known.id FROM public.casework_knownperson known WHERE known.ref = wanted AND {OF_KNOWN}
    )
    SELECT entry.account_id, entry.verb::text, min(entry.at), max(entry.at), count(*)
    FROM public.kernel_auditentry entry
    WHERE entry.account_id IS NOT NULL AND EXISTS (SELECT 1 FROM asked)
      AND entry.subject_key = ANY (ARRAY(SELECT wanted {REFS}))
    GROUP BY entry.account_id, entry.verb
$$;
"""
READERS = ", ".join(f"'{role}'" for role in RECORD_READERS)
# What each worker of a council carries: how many children of which status with so many hours freed, and never which.
LOADS = f"""
    SELECT work.worker_id, now.status::text, coalesce(help.freed, 0), count(*)
    FROM public.casework_involvement work JOIN public.casework_personnow now ON now.person_id = work.person_id
    LEFT JOIN LATERAL (
        SELECT sum(each.freed_hours) AS freed FROM public.casework_familyhelp each
        WHERE each.person_id = work.person_id AND NOT EXISTS (
            SELECT 1 FROM public.casework_familyhelpend e WHERE e.help_id = each.id)
    ) help ON true
    WHERE work.worker_id = ANY (workers) AND work.kind = 'allocated' AND work.ends_on IS NULL
      AND work.authority_id = wanted AND wanted = ANY (public.visible_authorities_as(ARRAY[{READERS}]))
    GROUP BY work.worker_id, now.status, help.freed"""
LOADS_OF = f"""
DROP FUNCTION visible_loads(bigint, bigint[]);
CREATE FUNCTION visible_loads(wanted bigint, workers bigint[])
RETURNS TABLE (worker_id bigint, status text, freed numeric, children bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$ {LOADS} $$;
REVOKE ALL ON FUNCTION visible_loads(bigint, bigint[]) FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION visible_loads(bigint, bigint[]) OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""


def whose(begin: str, table: str) -> migrations.RunSQL:
    """Whose council's a record is, for the audit trail."""
    told = f"SELECT array_agg(authority_id) FROM public.casework_{table} WHERE ref = wanted"
    return of_seer(f"audit_councils_of_{begin}", told)


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0008_sizes"),
        ("organisation", "0012_work_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CouncilDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("so_on", models.DateField()),
                ("day", models.DateField()),
                ("is_closed", models.BooleanField()),
                ("name", models.CharField(max_length=80)),
                ("source", models.CharField(max_length=160)),
            ],
        ),
        migrations.CreateModel(
            name="FamilyHelp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("helper", models.CharField(max_length=120)),
                ("words", models.TextField()),
                ("freed_hours", models.DecimalField(decimal_places=1, max_digits=4)),
            ],
        ),
        migrations.CreateModel(
            name="FamilyHelpEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("words", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="FigureAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("words", models.TextField()),
                ("so_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="FigureChallenge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("so_on", models.DateField()),
                ("key", models.CharField(max_length=40)),
                ("words", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("number", models.PositiveIntegerField()),
                ("note", models.TextField()),
                ("from_on", models.DateField()),
                ("over_limit_why", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="HandoverFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=9)),
                ("words", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="LimitDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("so_on", models.DateField()),
                ("words", models.TextField()),
                ("valid_until", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="OverLimit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("so_on", models.DateField()),
                ("is_over", models.BooleanField()),
                ("children", models.PositiveIntegerField()),
                ("limit", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="TypedDuty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("due_on", models.DateField()),
                ("hours", models.DecimalField(decimal_places=1, max_digits=4)),
                ("words", models.CharField(blank=True, max_length=240)),
            ],
        ),
        migrations.CreateModel(
            name="TypedDutyEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("end", models.CharField(max_length=10)),
                ("words", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="VisitHanded",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="involvement",
            name="involvement_kind_known",
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["allocated", "co_working", "holding", "duty", "offered"])),
                name="involvement_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="councilday",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="councilday",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="familyhelp",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="familyhelp",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="familyhelp",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="familyhelpend",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="familyhelpend",
            name="help",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="end", to="casework.familyhelp"
            ),
        ),
        migrations.AddField(
            model_name="familyhelpend",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="familyhelpend",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="figureanswer",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="figureanswer",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="figurechallenge",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="figurechallenge",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="figureanswer",
            name="challenge",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="casework.figurechallenge"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="part",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="offered_by", to="casework.involvement"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="work",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="casework.involvement"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="worker",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
            ),
        ),
        migrations.AddField(
            model_name="handoverfact",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="handoverfact",
            name="handover",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="casework.handover"
            ),
        ),
        migrations.AddField(
            model_name="handoverfact",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="handoverfact",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="limitdecision",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="limitdecision",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="limitdecision",
            name="team",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.team"
            ),
        ),
        migrations.AddField(
            model_name="overlimit",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="overlimit",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="overlimit",
            name="worker",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
            ),
        ),
        migrations.AddField(
            model_name="typedduty",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="typedduty",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="typedduty",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="typedduty",
            name="worker",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
            ),
        ),
        migrations.AddField(
            model_name="typeddutyend",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="typeddutyend",
            name="duty",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="end", to="casework.typedduty"
            ),
        ),
        migrations.AddField(
            model_name="typeddutyend",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="typeddutyend",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="visithanded",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="visithanded",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="visithanded",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="visithanded",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="handed", to="casework.visit"
            ),
        ),
        migrations.AddField(
            model_name="visithanded",
            name="worker",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
            ),
        ),
        migrations.AddIndex(
            model_name="councilday",
            index=models.Index(fields=["authority", "day", "-id"], name="days_of_a_council"),
        ),
        migrations.AddConstraint(
            model_name="councilday",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_councils_day_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="councilday",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="a_councils_day_has_its_source"
            ),
        ),
        migrations.AddIndex(
            model_name="familyhelp",
            index=models.Index(fields=["person", "-id"], name="help_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="familyhelp",
            constraint=models.CheckConstraint(
                condition=models.Q(("helper", ""), _negated=True), name="help_says_who_helps"
            ),
        ),
        migrations.AddConstraint(
            model_name="familyhelp",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="help_says_with_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="familyhelp",
            constraint=models.CheckConstraint(
                condition=models.Q(("freed_hours__gte", 0), ("freed_hours__lte", 35)),
                name="help_frees_at_most_a_week_of_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="familyhelpend",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="help_ends_with_a_reason"
            ),
        ),
        migrations.AddIndex(
            model_name="figurechallenge",
            index=models.Index(fields=["authority", "-id"], name="challenges_of_figures"),
        ),
        migrations.AddConstraint(
            model_name="figurechallenge",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_challenge_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="figureanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="an_answer_to_a_challenge_has_words"
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["person", "-id"], name="handovers_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("note", ""), _negated=True), name="a_handover_has_its_note"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_on__gte", models.F("so_on"))), name="a_handover_is_not_for_a_day_before"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(fields=("work", "number"), name="a_child_is_offered_one_by_one"),
        ),
        migrations.AddIndex(
            model_name="handoverfact",
            index=models.Index(fields=["handover", "-number"], name="facts_of_a_handover"),
        ),
        migrations.AddConstraint(
            model_name="handoverfact",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["accepted", "taken", "refused", "withdrawn", "overtaken", "kept"])),
                name="handover_step_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverfact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("step__in", ["kept", "refused", "withdrawn"]), _negated=True),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="who_does_not_take_over_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverfact",
            constraint=models.UniqueConstraint(fields=("handover", "number"), name="a_handover_is_answered_one_by_one"),
        ),
        migrations.AddIndex(
            model_name="limitdecision",
            index=models.Index(fields=["authority", "team", "-id"], name="decisions_past_the_limit"),
        ),
        migrations.AddConstraint(
            model_name="limitdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_decision_past_the_limit_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="limitdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gte", models.F("so_on"))), name="a_decision_holds_from_its_day_on"
            ),
        ),
        migrations.AddIndex(
            model_name="overlimit",
            index=models.Index(fields=["authority", "worker", "-id"], name="over_the_limit"),
        ),
        migrations.AddConstraint(
            model_name="overlimit",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_over", False), ("children__gt", models.F("limit")), _connector="OR"),
                name="over_means_more_than_the_limit",
            ),
        ),
        migrations.AddIndex(
            model_name="typedduty",
            index=models.Index(fields=["person", "due_on"], name="typed_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="typedduty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "core_group",
                            "protection_visit",
                            "protection_meeting",
                            "reporter_report",
                            "hearing",
                            "court",
                            "looked_after_review",
                            "childs_plan",
                            "other_duty",
                        ],
                    )
                ),
                name="typed_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="typedduty",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__gte", 0)), name="typed_hours_are_not_below_nothing"
            ),
        ),
        migrations.AddConstraint(
            model_name="typedduty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "other_duty"), _negated=True),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="something_else_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="typeddutyend",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__in", ["done", "cancelled"])), name="typed_end_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="typeddutyend",
            constraint=models.CheckConstraint(
                condition=models.Q(("end", "done"), models.Q(("words", ""), _negated=True), _connector="OR"),
                name="what_need_not_be_done_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="visithanded",
            index=models.Index(fields=["visit", "-id"], name="visits_handed"),
        ),
        migrations.RunSQL(
            "".join(f"GRANT SELECT ON casework_{table} TO lippen_seer;" for table in BY_SEER), migrations.RunSQL.noop
        ),
        *(step for table in ABOUT_PERSON for step in locked(f"casework_{table}", about_person())),
        *(step for table in OF_COUNCIL for step in locked(f"casework_{table}", OF_RECORD_READERS)),
        seen_by_seer(*(f"casework_{table}" for table in BY_SEER)),
        migrations.RunSQL(LOADS_OF, migrations.RunSQL.noop),
        *(whose(begin, table) for begin, table in WHOSE.items()),
        migrations.RunSQL(LOOKERS, migrations.RunSQL.noop),
    ]
