"""What comes again by itself says in how many days, and with how many hours, so that the weeks ahead are reckoned."""

from django.db import migrations, models

OPEN = models.Q(("closed_at__isnull", True))
COMES_AGAIN = models.Q(("again_days__gte", 1), ("again_days__isnull", False))
COMES_ONCE = models.Q(("again_days__isnull", True), ("again_hours", 0))


class Migration(migrations.Migration):
    dependencies = [("organisation", "0015_open_duties_by_their_end")]

    operations = [
        migrations.RemoveIndex(model_name="duty", name="open_duties"),
        migrations.AddField(model_name="duty", name="again_days", field=models.PositiveSmallIntegerField(null=True)),
        migrations.AddField(
            model_name="duty",
            name="again_hours",
            field=models.DecimalField(db_default=0, decimal_places=2, default=0, max_digits=6),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=OPEN,
                fields=["holder", "ends_on"],
                include=("subject_kind", "hours", "again_days", "again_hours"),
                name="open_duties",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=COMES_AGAIN | COMES_ONCE, name="what_comes_again_says_in_how_many_days"
            ),
        ),
    ]
