"""Children's plans and health, under the locks of the child's record; a picture that says what a child thinks."""

import django.contrib.postgres.fields
import django.db.models.deletion
from importlib import import_module

from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import about_person, locked, of_seer, seen_by_seer

policies = import_module("lippen.care.migrations.0002_locks").policies
TABLES = ("childplan", "healthcheck", "planwrong")
BEGINS = {"childplan": "childplan", "healthcheck": "healthcheck"}
"""What refs begin with, and the table that holds them."""
KEYS = " UNION ALL SELECT keys.key, kept.person_id FROM keys JOIN public.care_{} kept ON kept.ref = keys.key"
REFS = " UNION ALL SELECT kept.ref::text FROM public.care_{} kept JOIN asked ON asked.id = kept.person_id"
WATCHED = {"visible_reads": KEYS, "visible_pace": KEYS, "visible_looks": REFS}
"""Functions that find whose record a page showed, and how each asks one table."""


def watched(*, back: bool) -> str:
    """These functions ask the new tables too; where they are not as they were the migration stops."""
    steps = []
    for name, ask in WATCHED.items():
        before = ask.format("permanenceline")
        after = before + "".join(ask.format(table) for table in BEGINS.values())
        one, other = (after, before) if back else (before, after)
        steps.append(f"""
    SELECT pg_get_functiondef(oid) INTO STRICT body FROM pg_proc
    WHERE proname = '{name}' AND pronamespace = 'public'::regnamespace;
    IF position($a${one}$a$ IN body) = 0 THEN RAISE EXCEPTION '{name} is not as it was'; END IF;
    EXECUTE replace(body, $a${one}$a$, $b${other}$b$);""")
    return f"DO $do$\nDECLARE\n    body text;\nBEGIN{''.join(steps)}\nEND $do$;"


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0009_agency"),
        ("casework", "0030_matched_by_keys"),
        ("organisation", "0015_open_duties_by_their_end"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChildPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("words", models.TextField()),
                ("lead_words", models.CharField(blank=True, max_length=160)),
                ("next_on", models.DateField()),
                (
                    "copies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                ("child_view", models.TextField(blank=True)),
                ("no_view_why", models.TextField(blank=True)),
                ("changed", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="HealthCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(max_length=8)),
                ("by_whom", models.CharField(max_length=160)),
                ("words", models.TextField()),
                ("to_do", models.TextField(blank=True)),
                ("next_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PlanWrong",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("why", models.TextField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="reviewheld",
            name="a_review_has_the_childs_view_or_why_not",
        ),
        migrations.AddField(
            model_name="reviewheld",
            name="picture",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.picture"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewheld",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("child_view", ""), _negated=True),
                    models.Q(("no_view_why", ""), _negated=True),
                    ("picture__isnull", False),
                    _connector="OR",
                ),
                name="a_review_has_the_childs_view_or_why_not",
            ),
        ),
        migrations.AddField(
            model_name="childplan",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="childplan",
            name="lead",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
            ),
        ),
        migrations.AddField(
            model_name="childplan",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="childplan",
            name="picture",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.picture"
            ),
        ),
        migrations.AddField(
            model_name="childplan",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="healthcheck",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="healthcheck",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="healthcheck",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="planwrong",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="planwrong",
            name="health",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="wrong", to="care.healthcheck"
            ),
        ),
        migrations.AddField(
            model_name="planwrong",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="planwrong",
            name="plan",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="wrong", to="care.childplan"
            ),
        ),
        migrations.AddField(
            model_name="planwrong",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="childplan",
            index=models.Index(fields=["person", "-id"], name="plans_of_a_child"),
        ),
        migrations.AddConstraint(
            model_name="childplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_child_plan_says_what_it_is_for"
            ),
        ),
        migrations.AddConstraint(
            model_name="childplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lead__isnull", False), ("lead_words", "")),
                    models.Q(("lead__isnull", True), models.Q(("lead_words", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_child_plan_has_a_lead",
            ),
        ),
        migrations.AddConstraint(
            model_name="childplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("child_view", ""), _negated=True),
                    models.Q(("no_view_why", ""), _negated=True),
                    ("picture__isnull", False),
                    _connector="OR",
                ),
                name="a_child_plan_has_the_childs_view_or_why_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="childplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("next_on__gt", models.F("so_on"))), name="a_child_plan_is_looked_at_again"
            ),
        ),
        migrations.AddConstraint(
            model_name="childplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("copies__contained_by", ["child", "parents", "carers", "school", "health", "reporter", "others"])
                ),
                name="copies_are_known",
            ),
        ),
        migrations.AddIndex(
            model_name="healthcheck",
            index=models.Index(fields=["person", "-id"], name="health_of_a_child"),
        ),
        migrations.AddConstraint(
            model_name="healthcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["full", "review", "dental", "mind", "other"])),
                name="health_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="healthcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("by_whom", ""), _negated=True), name="a_health_check_says_by_whom"
            ),
        ),
        migrations.AddConstraint(
            model_name="healthcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_health_check_says_what_was_found"
            ),
        ),
        migrations.AddConstraint(
            model_name="healthcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("next_on__isnull", True), ("next_on__gt", models.F("so_on")), _connector="OR"),
                name="health_is_looked_at_later",
            ),
        ),
        migrations.AddIndex(
            model_name="planwrong",
            index=models.Index(fields=["person"], name="plans_wrong_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="planwrong",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="a_wrong_plan_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="planwrong",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("health__isnull", True), ("plan__isnull", False)),
                    models.Q(("health__isnull", False), ("plan__isnull", True)),
                    _connector="OR",
                ),
                name="one_thing_was_wrong",
            ),
        ),
        *(each for table in TABLES for each in locked(f"care_{table}", about_person())),
        *(policies(table) for table in TABLES),
        *(
            of_seer(
                f"audit_councils_of_{begin}",
                f"SELECT array_agg(authority_id) FROM public.care_{table} WHERE ref = wanted",
                reads=(f"care_{table}",),
            )
            for begin, table in BEGINS.items()
        ),
        seen_by_seer(*(f"care_{table}" for table in BEGINS.values())),
        migrations.RunSQL(watched(back=False), watched(back=True)),
    ]
