import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SAID_SO_FAR = """
    INSERT INTO improvement_planagreement (plan_id, so_on, body, token, recorded_at, recorded_by_id)
    SELECT id, agreed_on, '', NULL, recorded_at, recorded_by_id FROM improvement_plan WHERE agreed_on IS NOT NULL;
"""
AGREED_AS_SAID = """
    CREATE FUNCTION lippen_plan_agreed_as_said() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.agreed_on IS DISTINCT FROM (
            SELECT so_on FROM improvement_planagreement WHERE plan_id = NEW.id ORDER BY recorded_at DESC, id DESC LIMIT 1
        ) THEN
            RAISE EXCEPTION 'plan_agreed_as_said: nobody said that plan % was agreed on that day', NEW.id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER plan_agreed_as_said BEFORE UPDATE OF agreed_on ON improvement_plan FOR EACH ROW
        WHEN (OLD.agreed_on IS DISTINCT FROM NEW.agreed_on) EXECUTE FUNCTION lippen_plan_agreed_as_said();
"""
AGREED_AT_WILL = """
    DROP TRIGGER plan_agreed_as_said ON improvement_plan;
    DROP FUNCTION lippen_plan_agreed_as_said();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("improvement", "0022_what_is_still_to_do_waits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanAgreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("token", models.UUIDField(null=True, unique=True)),
                ("body", models.CharField(blank=True, max_length=200)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="improvement.plan",
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
            options={"abstract": False},
        ),
        migrations.RunSQL(SAID_SO_FAR, migrations.RunSQL.noop),
        migrations.RunSQL(AGREED_AS_SAID, AGREED_AT_WILL),
    ]
