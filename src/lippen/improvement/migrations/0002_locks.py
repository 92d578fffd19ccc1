"""Row-level security: evidence is seen by those of its authority who read its plans. And a plan keeps its rhythm."""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import OF_PLAN_READERS, locked


RHYTHM_STAYS = """
    CREATE FUNCTION lippen_plan_rhythm_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'plan_rhythm_stays: standings of past days rest on the rhythm of plan %', OLD.id
            USING ERRCODE = 'check_violation';
    END $$;
    CREATE TRIGGER plan_rhythm_stays BEFORE UPDATE ON improvement_plan FOR EACH ROW
        WHEN (OLD.rhythm_days IS DISTINCT FROM NEW.rhythm_days) EXECUTE FUNCTION lippen_plan_rhythm_stays();
"""
RHYTHM_MOVES = """
    DROP TRIGGER plan_rhythm_stays ON improvement_plan;
    DROP FUNCTION lippen_plan_rhythm_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("improvement", "0001_initial"), ("organisation", "0002_visible_authorities")]
    operations = [
        *locked("improvement_evidence", OF_PLAN_READERS),
        migrations.RunSQL(RHYTHM_STAYS, RHYTHM_MOVES),
    ]
