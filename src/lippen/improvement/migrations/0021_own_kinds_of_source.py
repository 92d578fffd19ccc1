from django.db import migrations, models
from lippen.kernel.squashed import together


class Migration(migrations.Migration):
    dependencies = [("improvement", "0020_wanted_withdrawal")]

    operations = [
        migrations.RemoveConstraint(
            model_name="source",
            name="source_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="sourcenaming",
            name="source_naming_kind_known",
        ),
        migrations.AddField(
            model_name="source",
            name="kind_words",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="sourcenaming",
            name="kind_words",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "independent_review",
                            "council_decision",
                            "internal_audit",
                            "external_audit",
                            "inspection",
                            "self_assessment",
                            "self_evaluation_group",
                            "learning_review",
                            "complaint",
                            "court_concern",
                            "national_programme",
                            "other",
                        ],
                    )
                ),
                name="source_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "other"), models.Q(("kind_words", ""), _negated=True)),
                    models.Q(models.Q(("kind", "other"), _negated=True), ("kind_words", "")),
                    _connector="OR",
                ),
                name="source_of_another_kind_says_which",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcenaming",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "independent_review",
                            "council_decision",
                            "internal_audit",
                            "external_audit",
                            "inspection",
                            "self_assessment",
                            "self_evaluation_group",
                            "learning_review",
                            "complaint",
                            "court_concern",
                            "national_programme",
                            "other",
                        ],
                    )
                ),
                name="source_naming_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcenaming",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "other"), models.Q(("kind_words", ""), _negated=True)),
                    models.Q(models.Q(("kind", "other"), _negated=True), ("kind_words", "")),
                    _connector="OR",
                ),
                name="source_naming_of_another_kind_says_which",
            ),
        ),
    ]
    operations = together(operations)
