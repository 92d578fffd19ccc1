"""A decision that is typed in as an event has the child's view too, or why it is not known, by the table as well.

Looked at when the transaction ends: a clinic's, a panel's and the agency's decision has it in the row of its own act,
and what a court refused has it in the papers of the court.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

DECISIONS = (
    *("agency_decided", "clinic", "decided_for_child_on_order", "emergency_further_review", "emergency_review"),
    *("emergency_went_on", "first_review", "home_first_review", "home_later_review", "home_ruled_out"),
    *("home_second_review", "kinship_ruled", "later_review", "matched", "panel", "plan_agreed", "plan_reviewed"),
    *("recommended", "recommended_away", "refused", "review_returned", "second_review", "sent_back"),
    "series_review",
)
"""The kinds of event that are decisions, as the lock names them: a test holds them to `vocabulary.decisions`."""
KINDS = ", ".join(f"'{kind}'" for kind in DECISIONS)
VIEWED = """
CREATE FUNCTION lippen_decision_is_viewed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public SET enable_seqscan = off AS $$
BEGIN
    IF NEW.child_view <> '' OR NEW.no_view_why <> '' OR NEW.picture_id IS NOT NULL
        OR EXISTS (SELECT 1 FROM public.care_discussed WHERE event_id = NEW.id)
        OR EXISTS (SELECT 1 FROM public.care_agencydecision WHERE event_id = NEW.id)
        OR EXISTS (SELECT 1 FROM public.care_agencydecision WHERE also_id = NEW.id)
        OR NEW.kind = 'refused' AND EXISTS (
            SELECT 1 FROM public.care_courtstep
            WHERE person_id = NEW.person_id AND so_on = NEW.so_on AND kind = 'refused')
    THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'a_decision_has_the_childs_view_or_why_not'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_decision_has_the_childs_view_or_why_not';
END $$;
REVOKE ALL ON FUNCTION lippen_decision_is_viewed() FROM PUBLIC;
"""
ASKED = f"""
CREATE CONSTRAINT TRIGGER a_decision_has_the_childs_view_or_why_not AFTER INSERT ON care_careevent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind IN ({KINDS}))
    EXECUTE FUNCTION lippen_decision_is_viewed();
"""
NOT_ASKED = """
DROP TRIGGER a_decision_has_the_childs_view_or_why_not ON care_careevent;
DROP FUNCTION lippen_decision_is_viewed();
"""
TOLD_BEFORE = f"""
UPDATE care_careevent told SET no_view_why = CASE told.kind
    WHEN 'review_returned' THEN 'The file from which it was brought in does not say what the child thinks.'
    ELSE 'It was not asked for when this was recorded.' END
WHERE told.kind IN ({KINDS})
    AND NOT EXISTS (SELECT 1 FROM care_discussed said WHERE said.event_id = told.id)
    AND NOT EXISTS (SELECT 1 FROM care_agencydecision made WHERE told.id IN (made.event_id, made.also_id))
    AND NOT (told.kind = 'refused' AND EXISTS (
        SELECT 1 FROM care_courtstep step
        WHERE step.person_id = told.person_id AND step.so_on = told.so_on AND step.kind = 'refused'));
"""


class Migration(migrations.Migration):
    dependencies = [("care", "0012_on_either_record"), ("casework", "0031_files_of_care")]

    operations = [
        migrations.AddField(model_name="careevent", name="child_view", field=models.TextField(blank=True)),
        migrations.AddField(
            model_name="careevent",
            name="picture",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.picture"
            ),
        ),
        migrations.AddField(model_name="careevent", name="no_view_why", field=models.TextField(blank=True)),
        migrations.AddField(model_name="careevent", name="changed", field=models.TextField(blank=True)),
        migrations.RunSQL(TOLD_BEFORE, migrations.RunSQL.noop),
        migrations.RunSQL(VIEWED + ASKED, NOT_ASKED),
    ]
