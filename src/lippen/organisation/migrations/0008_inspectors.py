"""A post may be an inspector's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0007_ways_in_locks"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="post",
            name="post_role_known",
        ),
        migrations.AlterField(
            model_name="post",
            name="role",
            field=models.CharField(
                choices=[
                    ("social_worker", "Social worker"),
                    ("team_leader", "Team leader"),
                    ("service_manager", "Service manager"),
                    ("head_of_service", "Head of service"),
                    ("chief_social_work_officer", "Chief social work officer"),
                    ("chief_executive", "Chief executive"),
                    ("performance_officer", "Performance officer"),
                    ("committee_clerk", "Committee clerk"),
                    ("proper_officer", "Proper officer"),
                    ("councillor_on_committee", "Councillor on the committee"),
                    ("other_councillor", "Councillor, not on the committee"),
                    ("appointed_member", "Appointed member"),
                    ("partner", "Partner"),
                    ("inspector", "Inspector"),
                    ("information_governance", "Information governance"),
                    ("administrator", "Administrator"),
                ],
                max_length=40,
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "social_worker",
                            "team_leader",
                            "service_manager",
                            "head_of_service",
                            "chief_social_work_officer",
                            "chief_executive",
                            "performance_officer",
                            "committee_clerk",
                            "proper_officer",
                            "councillor_on_committee",
                            "other_councillor",
                            "appointed_member",
                            "partner",
                            "inspector",
                            "information_governance",
                            "administrator",
                        ],
                    )
                ),
                name="post_role_known",
            ),
        ),
    ]
