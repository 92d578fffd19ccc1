"""Pictures by children, and what helpers of other services may be told, with their locks; who mentors a worker."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import about_person, locked, of_seer, seen_by_seer

# An inspector of a sample reads what helpers may be told, as the helpers; pictures by the child are not for inspectors.
SAMPLED = """person_id = ANY ((select visible_sampled_people())::bigint[])
    AND NOT (person_id = ANY ((select visible_never())::bigint[]))"""
ABOUT_ONE = ("helperconsent", "picture", "picturefile")


def due(table: str) -> migrations.RunSQL:
    """Retention sees the rows of those whose records it may destroy."""
    return migrations.RunSQL(
        f"CREATE POLICY casework_{table}_due ON casework_{table} TO lippen_retention "
        "USING (person_id = ANY ((select condemned_people())::bigint[]));",
        f"DROP POLICY casework_{table}_due ON casework_{table};",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0015_nothing_left"),
        ("organisation", "0012_work_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HelperConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("step", models.CharField(max_length=10)),
                ("given_by", models.CharField(max_length=8)),
                ("who", models.CharField(max_length=160)),
                ("scope", models.TextField(blank=True)),
                ("until", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(max_length=10)),
                ("made_by", models.CharField(max_length=160)),
                ("alt", models.CharField(max_length=400)),
                ("child_words", models.TextField(blank=True)),
                ("shown", models.CharField(max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name="PictureFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("full", models.BinaryField()),
                ("small", models.BinaryField()),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="factword",
            name="fact_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="helper",
            name="helper_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="involvement",
            name="involvement_kind_known",
        ),
        migrations.AddConstraint(
            model_name="factword",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "name",
                            "birth",
                            "death",
                            "gender",
                            "address",
                            "contact",
                            "number",
                            "status",
                            "entry",
                            "visit",
                            "picture",
                        ],
                    )
                ),
                name="fact_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="helper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "health_visitor",
                            "school",
                            "gp",
                            "nurse",
                            "mental_health",
                            "substances",
                            "police",
                            "housing",
                            "justice",
                            "adults",
                            "voluntary",
                            "advocate",
                            "mentor",
                            "volunteer",
                            "solicitor",
                            "other",
                        ],
                    )
                ),
                name="helper_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["allocated", "co_working", "holding", "duty", "offered", "mentoring"])
                ),
                name="involvement_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="helperconsent",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="helperconsent",
            name="helper",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="casework.helper"
            ),
        ),
        migrations.AddField(
            model_name="helperconsent",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="helperconsent",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="picturefile",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
            ),
        ),
        migrations.AddField(
            model_name="picturefile",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.knownperson"
            ),
        ),
        migrations.AddField(
            model_name="picturefile",
            name="picture",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="file", to="casework.picture"
            ),
        ),
        migrations.AddField(
            model_name="picturefile",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="helperconsent",
            index=models.Index(fields=["helper", "-id"], name="consents_of_a_helper"),
        ),
        migrations.AddConstraint(
            model_name="helperconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["given", "refused", "withdrawn"])), name="consent_step_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="helperconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(("given_by__in", ["child", "parent", "rights", "court"])), name="consent_giver_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="helperconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(("who", ""), _negated=True), name="a_consent_says_whose"
            ),
        ),
        migrations.AddConstraint(
            model_name="helperconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("step", "given"),
                        ("until__gte", models.F("so_on")),
                        ("until__isnull", False),
                        models.Q(("scope", ""), _negated=True),
                    ),
                    models.Q(models.Q(("step", "given"), _negated=True), ("until__isnull", True)),
                    _connector="OR",
                ),
                name="a_consent_has_scope_and_end",
            ),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["person", "-id"], name="pictures_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["drawing", "photograph", "writing", "thing"])),
                name="picture_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(("shown__in", ["yes", "no", "not_asked"])), name="picture_agreement_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(("made_by", ""), _negated=True), name="a_picture_says_who_made_it"
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(("alt", ""), _negated=True), name="a_picture_is_told_in_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="picturefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("height__gt", 0), ("width__gt", 0)), name="a_picture_has_a_size"
            ),
        ),
        migrations.AddField(
            model_name="accessentry",
            name="picture",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.picture"
            ),
        ),
        *(each for table in ABOUT_ONE for each in locked(f"casework_{table}", about_person())),
        *(due(table) for table in ABOUT_ONE),
        migrations.RunSQL(
            f"CREATE POLICY casework_helperconsent_sampled ON casework_helperconsent FOR SELECT TO lippen_app "
            f"USING ({SAMPLED});",
            "DROP POLICY casework_helperconsent_sampled ON casework_helperconsent;",
        ),
        of_seer(
            "audit_councils_of_picture",
            "SELECT array_agg(authority_id) FROM public.casework_picture WHERE ref = wanted",
            reads=("casework_picture",),
        ),
        seen_by_seer("casework_picture"),
    ]
