"""An export of the trail in several files, each with the heads of its blocks; blocks found by where they end."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models
from lippen.kernel.squashed import together


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0004_audit_locks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="auditexport",
            name="block_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="auditexport",
            name="byte_count",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="auditexport",
            name="first_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="auditexport",
            name="first_block",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="auditexport",
            name="heads",
            field=models.BinaryField(default=bytes),
        ),
        migrations.AddField(
            model_name="auditexport",
            name="heads_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="auditexport",
            name="last_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="auditexport",
            name="last_block",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="auditexport",
            name="last_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="auditexport",
            name="part",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="auditexport",
            name="ref",
            field=models.CharField(max_length=40),
        ),
        migrations.AddIndex(
            model_name="auditblock",
            index=models.Index(fields=["floor_id", "through_transaction"], name="audit_blocks_by_end"),
        ),
        migrations.AddConstraint(
            model_name="auditexport",
            constraint=models.UniqueConstraint(fields=("ref", "part"), name="audit_export_part_once"),
        ),
        migrations.AddConstraint(
            model_name="auditexport",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__gt", 0)), name="audit_export_parts_count_from_one"
            ),
        ),
    ]
    operations = together(operations)
