"""Recovery by two people: who asked, who confirmed, and that no code is made without both. Codes made before stand."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from lippen.kernel.locks import OWN_ROWS, RECOVERY_CONFIRMERS, locked, of_authorities_as, of_seer, seen_by_seer
from lippen.kernel.squashed import together

THEIRS = f"{of_authorities_as(RECOVERY_CONFIRMERS)} OR {OWN_ROWS}"
OF_RECOVERY = "SELECT array_agg(authority_id) FROM public.organisation_recovery WHERE ref = wanted"
BOUND = """
ALTER TABLE organisation_recoveryanswer ADD CONSTRAINT recovery_answer_names_who_asked
    FOREIGN KEY (recovery_id, authority_id, account_id, asked_by_id)
    REFERENCES organisation_recovery (id, authority_id, account_id, recorded_by_id);
ALTER TABLE organisation_entrylink ADD CONSTRAINT link_is_of_a_confirmed_recovery
    FOREIGN KEY (confirmed_id, confirmed_word, account_id)
    REFERENCES organisation_recoveryanswer (id, answered, account_id);
"""
UNBOUND = """
ALTER TABLE organisation_entrylink DROP CONSTRAINT link_is_of_a_confirmed_recovery;
ALTER TABLE organisation_recoveryanswer DROP CONSTRAINT recovery_answer_names_who_asked;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0009_told_systems"),
    ]

    operations = [
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("lost", models.CharField(max_length=12)),
                ("checked", models.CharField(max_length=12)),
                ("expires_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecoveryAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answered", models.CharField(max_length=10)),
                ("checked", models.CharField(blank=True, max_length=12)),
                ("recorded_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recovery",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="organisation.recovery"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="entrylink",
            name="confirmed",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="link",
                to="organisation.recoveryanswer",
            ),
        ),
        AddConstraintNotValid(
            model_name="entrylink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("purpose", "recover"), _negated=True),
                    ("confirmed__isnull", False),
                    ("checked", "at_server"),
                    _connector="OR",
                ),
                name="recovery_was_confirmed_by_two",
            ),
        ),
        migrations.AddIndex(
            model_name="recovery",
            index=models.Index(fields=["account"], name="recoveries_of_an_account"),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=models.Q(("lost__in", ["second_step", "password", "both"])), name="recovery_says_what_is_lost"
            ),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=models.Q(("checked__in", ["in_person", "manager", "called_back"])),
                name="recovery_checked_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=models.Q(("recorded_by", models.F("account")), _negated=True),
                name="nobody_asks_for_their_own_recovery",
            ),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("recorded_at"))), name="recovery_ends_after_it_is_asked"
            ),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.UniqueConstraint(
                fields=("id", "authority", "account", "recorded_by"), name="recovery_is_of_these"
            ),
        ),
        migrations.AddConstraint(
            model_name="recoveryanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered", "confirmed"), ("checked__in", ["in_person", "manager", "called_back"])),
                    models.Q(("answered", "withdrawn"), ("checked", "")),
                    _connector="OR",
                ),
                name="recovery_answer_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="recoveryanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered", "confirmed"), _negated=True),
                    models.Q(
                        models.Q(("recorded_by", models.F("asked_by")), _negated=True),
                        models.Q(("recorded_by", models.F("account")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="recovery_takes_two_other_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="recoveryanswer",
            constraint=models.UniqueConstraint(
                fields=("id", "answered", "account"), name="recovery_answer_is_of_these"
            ),
        ),
        migrations.AddField(
            model_name="entrylink",
            name="confirmed_word",
            field=models.GeneratedField(
                db_persist=True, expression=models.Value("confirmed"), output_field=models.CharField(max_length=10)
            ),
        ),
        migrations.RunSQL(BOUND, UNBOUND),
        *locked("organisation_recovery", THEIRS),
        *locked("organisation_recoveryanswer", THEIRS),
        of_seer("audit_councils_of_recovery", OF_RECOVERY, reads=("organisation_recovery",)),
        seen_by_seer("organisation_recovery"),
    ]
    operations = together(operations)
