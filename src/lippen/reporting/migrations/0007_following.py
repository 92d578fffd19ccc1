"""What follows from a paper and stands behind it, each locked as its paper is."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import OF_PAPER_KEEPERS, OF_PLAN_READERS, locked
from lippen.kernel.squashed import together


PAPERS = "(SELECT id FROM reporting_paper)"
QUESTIONS = "(SELECT id FROM reporting_memberquestion)"
BACKGROUND = "(SELECT id FROM reporting_backgroundpaper)"
# Each lock asks the next table's own: a question is seen by whoever sees its paper, a file by whoever sees its title.
LOCKS = {
    **dict.fromkeys(
        ("promisedecision", "paperreference", "paperconfirmation", "disclosure", "disclosedfile"), OF_PLAN_READERS
    ),
    "memberquestion": f"paper_id IN {PAPERS}",
    "memberanswer": f"question_id IN {QUESTIONS}",
    "backgroundpaper": f"paper_id IN {PAPERS} AND (NOT exempt OR {OF_PAPER_KEEPERS})",
    "backgroundfile": f"background_id IN {BACKGROUND}",
    "backgroundend": f"background_id IN {BACKGROUND}",
}
WRITTEN_BY_CLERKS_TOO = {"backgroundend": OF_PAPER_KEEPERS}


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0003_duties_by_post"),
        ("reporting", "0006_route_locks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BackgroundPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("title", models.CharField(max_length=240)),
                ("url", models.CharField(blank=True, max_length=500)),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("media_type", models.CharField(blank=True, max_length=120)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveIntegerField(default=0)),
                ("exempt", models.BooleanField(default=False)),
                ("why_exempt", models.CharField(blank=True, max_length=400)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="background", to="reporting.paper"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BackgroundFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("content", models.BinaryField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "background",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="file", to="reporting.backgroundpaper"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BackgroundEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("kind", models.CharField(max_length=12)),
                ("so_on", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=400)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.paper"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "background",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="end", to="reporting.backgroundpaper"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("asked_by", models.CharField(max_length=240)),
                ("asked_on", models.DateField()),
                ("answer", models.CharField(max_length=12)),
                ("answered_on", models.DateField()),
                ("given", models.CharField(max_length=400)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveIntegerField(default=0)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disclosures", to="reporting.paper"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DisclosedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("content", models.BinaryField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "disclosure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="file", to="reporting.disclosure"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MemberQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("asked_by", models.CharField(max_length=180)),
                ("words", models.TextField()),
                ("so_on", models.DateField()),
                ("promised_words", models.CharField(blank=True, max_length=200)),
                ("promised_for", models.DateField(null=True)),
                ("commitment_ref", models.CharField(blank=True, max_length=40)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="reporting.paper"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "promised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MemberAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("words", models.TextField()),
                ("so_on", models.DateField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="reporting.memberquestion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperConfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("subject", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=180)),
                ("designation", models.CharField(blank=True, max_length=200)),
                ("so_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=400)),
                ("is_taken_back", models.BooleanField(default=False)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "confirmer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="confirmations", to="reporting.paper"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperReference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("words", models.CharField(max_length=400)),
                ("why", models.CharField(blank=True, max_length=240)),
                ("is_taken_out", models.BooleanField(default=False)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.paper"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refers_to", to="reporting.paper"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PromiseDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("sentence", models.TextField()),
                ("verdict", models.CharField(max_length=8)),
                ("owner_words", models.CharField(blank=True, max_length=200)),
                ("due_on", models.DateField(null=True)),
                ("reason", models.CharField(blank=True, max_length=400)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.meeting"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="promises", to="reporting.paper"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="backgroundpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="background_paper_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="backgroundpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(("exempt", False), models.Q(("why_exempt", ""), _negated=True), _connector="OR"),
                name="background_exempt_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="backgroundend",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["taken_out", "let_go"])), name="background_ending_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["given", "refused"])), name="disclosure_answer_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(("given", ""), _negated=True), name="disclosure_says_what_was_given_or_why_not"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer", "refused"), models.Q(("sha256", ""), _negated=True), _connector="OR"),
                name="what_was_given_has_its_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered_on__gte", models.F("asked_on"))), name="answered_after_it_was_asked"
            ),
        ),
        migrations.AddConstraint(
            model_name="memberquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="question_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="memberquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("promised_by__isnull", True), ("promised_for__isnull", False), _connector="OR"),
                name="answer_promised_for_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="memberanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="answer_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="paperconfirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject__in", ["legality", "equalities", "finance"])),
                name="confirmed_subject_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperconfirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="confirmation_names_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="paperreference",
            constraint=models.CheckConstraint(
                condition=models.Q(("paper", models.F("other")), _negated=True), name="paper_refers_to_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="promisedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["promise", "none"])), name="promise_verdict_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="promisedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("sentence", ""), _negated=True), name="promise_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="promisedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verdict", "none"),
                    models.Q(
                        ("owner__isnull", False),
                        models.Q(("meeting__isnull", False), ("due_on__isnull", False), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="promise_has_owner_and_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="promisedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict", "promise"), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="no_promise_for_a_reason",
            ),
        ),
        *(
            operation
            for table, using in LOCKS.items()
            for operation in locked(
                f"reporting_{table}", using, check=WRITTEN_BY_CLERKS_TOO.get(table, OF_PLAN_READERS)
            )
        ),
    ]
    operations = together(operations)
