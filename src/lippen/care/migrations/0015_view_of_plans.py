"""Choosing a plan for permanence, and giving one up, has the child's view, or why it is not known."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

HAS_VIEW = ~Q(child_view="") | ~Q(no_view_why="") | Q(picture__isnull=False)
TOLD_BEFORE = """
UPDATE care_permanenceline SET no_view_why = 'It was not asked for when this was recorded.';
UPDATE care_lineend SET no_view_why = 'It was not asked for when this was recorded.' WHERE kind = 'ceased';
"""


def _fields(model: str) -> list[migrations.AddField]:
    picture = models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.picture"
    )
    return [
        migrations.AddField(model_name=model, name="child_view", field=models.TextField(blank=True)),
        migrations.AddField(model_name=model, name="picture", field=picture),
        migrations.AddField(model_name=model, name="no_view_why", field=models.TextField(blank=True)),
        migrations.AddField(model_name=model, name="changed", field=models.TextField(blank=True)),
    ]


class Migration(migrations.Migration):
    dependencies = [("care", "0014_view_of_health"), ("casework", "0032_undone_for_everybody")]

    operations = [
        *_fields("permanenceline"),
        *_fields("lineend"),
        migrations.RunSQL(TOLD_BEFORE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="permanenceline",
            constraint=models.CheckConstraint(condition=HAS_VIEW, name="a_line_has_the_childs_view_or_why_not"),
        ),
        migrations.AddConstraint(
            model_name="lineend",
            constraint=models.CheckConstraint(
                condition=~Q(kind="ceased") | HAS_VIEW, name="a_plan_given_up_has_the_childs_view_or_why_not"
            ),
        ),
    ]
