"""A council's own templates; each council that writes papers gets those that Lippen brings."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.ids import new_ref
from lippen.kernel.locks import OF_PAPER_KEEPERS, locked
from lippen.reporting.papers.template import shipped
from lippen.kernel.squashed import together


TABLES = ("papertemplate", "templatedraft", "templateversion")
SHIPPED_FROM = date(2009, 4, 1)


def install(apps: Any, schema_editor: Any) -> None:
    """Give each council that has a committee the templates that Lippen brings: its papers stand on the first."""
    here = schema_editor.connection.alias
    committee = apps.get_model("reporting", "Committee").objects.using(here)
    template = apps.get_model("reporting", "PaperTemplate").objects.using(here)
    version = apps.get_model("reporting", "TemplateVersion").objects.using(here)
    at = datetime.now(UTC)
    for authority_id in committee.order_by().values_list("authority_id", flat=True).distinct():
        for form, text in shipped():
            fact = {"authority_id": authority_id, "recorded_at": at}
            made = template.create(ref=new_ref("template"), key=form.key, **fact)
            note = "Comes with Lippen"
            version.create(template=made, version=1, content=text, in_force_from=SHIPPED_FROM, note=note, **fact)


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0002_visible_authorities"),
        ("reporting", "0002_locks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("key", models.CharField(max_length=60)),
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
            ],
        ),
        migrations.CreateModel(
            name="TemplateDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("number", models.PositiveIntegerField()),
                ("content", models.TextField(blank=True)),
                ("based_on", models.PositiveIntegerField()),
                ("said", models.CharField(max_length=300)),
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
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="reporting.papertemplate"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TemplateVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                ("content", models.TextField(blank=True)),
                ("in_force_from", models.DateField()),
                ("note", models.CharField(max_length=300)),
                ("from_draft", models.PositiveIntegerField(default=0)),
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
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="reporting.papertemplate",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="papertemplate",
            constraint=models.UniqueConstraint(fields=("authority", "key"), name="template_of_a_council_keyed_once"),
        ),
        migrations.AddConstraint(
            model_name="templatedraft",
            constraint=models.UniqueConstraint(
                fields=("template", "number"), name="template_draft_changed_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="templateversion",
            constraint=models.UniqueConstraint(fields=("template", "version"), name="template_version_numbered_once"),
        ),
        *(operation for table in TABLES for operation in locked(f"reporting_{table}", OF_PAPER_KEEPERS)),
        migrations.RunPython(install, migrations.RunPython.noop, elidable=False),
    ]
    operations = together(operations)
