"""What is still open, marked by the database itself, so that a council's lists read what is open and nothing else.

A referral is open until a step decides it; a wait until it ends. A wait carries its place by the level that was said
last. Triggers write these marks from the facts as they come in, whoever writes them, and nobody else may: the app has
no right to change these tables. A fact is told by its own row; a mark only says where to look for it.
"""

from __future__ import annotations

from django.db import migrations, models

PLACES = "array_position(ARRAY['very_high', 'high', 'medium', 'low'], {level}::text) - 1"
"""The order of the queue by level of concern, as in rules.LEVEL_ORDER."""
MADE = "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$"
DECIDED = "outcome NOT IN ('assess', 'assessed')"
MARKS = f"""
CREATE FUNCTION lippen_begins_open() {MADE}
BEGIN
    NEW.is_open := true;
    RETURN NEW;
END $$;
CREATE FUNCTION lippen_wait_begins() {MADE}
BEGIN
    NEW.is_open := true;
    NEW.place := NULL;
    RETURN NEW;
END $$;
CREATE FUNCTION lippen_referral_decided() {MADE}
BEGIN
    UPDATE public.casework_referral SET is_open = false WHERE id = NEW.referral_id AND is_open;
    RETURN NULL;
END $$;
CREATE FUNCTION lippen_wait_ended() {MADE}
BEGIN
    UPDATE public.casework_waiting SET is_open = false WHERE id = NEW.waiting_id AND is_open;
    RETURN NULL;
END $$;
CREATE FUNCTION lippen_wait_placed() {MADE}
BEGIN
    UPDATE public.casework_waiting SET place = {PLACES.format(level="NEW.level")}
    WHERE id = NEW.waiting_id AND place IS DISTINCT FROM {PLACES.format(level="NEW.level")};
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION lippen_begins_open(), lippen_wait_begins(), lippen_referral_decided(), lippen_wait_ended(),
    lippen_wait_placed() FROM PUBLIC;
CREATE TRIGGER a_referral_begins_open BEFORE INSERT ON casework_referral
    FOR EACH ROW EXECUTE FUNCTION lippen_begins_open();
CREATE TRIGGER a_wait_begins_open BEFORE INSERT ON casework_waiting
    FOR EACH ROW EXECUTE FUNCTION lippen_wait_begins();
CREATE TRIGGER a_decision_closes_the_referral AFTER INSERT ON casework_referralstep
    FOR EACH ROW WHEN (NEW.{DECIDED}) EXECUTE FUNCTION lippen_referral_decided();
CREATE TRIGGER an_end_closes_the_wait AFTER INSERT ON casework_waitingend
    FOR EACH ROW EXECUTE FUNCTION lippen_wait_ended();
CREATE TRIGGER the_last_level_places_the_wait AFTER INSERT ON casework_waitingfact
    FOR EACH ROW EXECUTE FUNCTION lippen_wait_placed();
"""
UNMARKED = """
DROP TRIGGER the_last_level_places_the_wait ON casework_waitingfact;
DROP TRIGGER an_end_closes_the_wait ON casework_waitingend;
DROP TRIGGER a_decision_closes_the_referral ON casework_referralstep;
DROP TRIGGER a_wait_begins_open ON casework_waiting;
DROP TRIGGER a_referral_begins_open ON casework_referral;
DROP FUNCTION lippen_wait_placed();
DROP FUNCTION lippen_wait_ended();
DROP FUNCTION lippen_referral_decided();
DROP FUNCTION lippen_wait_begins();
DROP FUNCTION lippen_begins_open();
"""
AS_THEY_STAND = f"""
UPDATE casework_referral SET is_open = false
WHERE EXISTS (SELECT 1 FROM casework_referralstep step WHERE step.referral_id = casework_referral.id AND {DECIDED});
UPDATE casework_waiting waiting SET
    is_open = NOT EXISTS (SELECT 1 FROM casework_waitingend gone WHERE gone.waiting_id = waiting.id),
    place = (
        SELECT {PLACES.format(level="fact.level")} FROM casework_waitingfact fact
        WHERE fact.waiting_id = waiting.id ORDER BY fact.id DESC LIMIT 1);
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0011_intake")]
    operations = [
        migrations.AddField("referral", "is_open", models.BooleanField(db_default=True, editable=False)),
        migrations.AddField("waiting", "is_open", models.BooleanField(db_default=True, editable=False)),
        migrations.AddField("waiting", "place", models.PositiveSmallIntegerField(editable=False, null=True)),
        migrations.RunSQL(AS_THEY_STAND, migrations.RunSQL.noop),
        migrations.RunSQL(MARKS, UNMARKED),
        migrations.AddIndex(
            "referral",
            models.Index(
                fields=["authority", "so_on", "id"], condition=models.Q(is_open=True), name="referrals_to_be_decided"
            ),
        ),
        migrations.AddIndex(
            "waiting",
            models.Index(
                fields=["authority", "place", "so_on", "id"],
                include=["person", "due_on"],
                condition=models.Q(is_open=True),
                name="who_waits_in_order",
            ),
        ),
    ]
