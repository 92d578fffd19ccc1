"""What becomes of each field when a record's time is up: keep, scrub, or retain for a stated time."""

from __future__ import annotations

RECORDED = ("id", "recorded_at", "recorded_by")
FACT = (*RECORDED, "action", "so_on", "token")
ON_PLAN = (*RECORDED, "so_on", "token")
KEPT = (*RECORDED, "authority", "so_on", "token")


def _kept(model: str, *names: str) -> dict[str, str]:
    return {f"{model}.{name}": "keep" for name in names}


def _six_years(model: str, *names: str) -> dict[str, str]:
    return {f"{model}.{name}": "retain:6y" for name in names}


FIELDS: dict[str, str] = {
    **_kept("Plan", *RECORDED, "ref", "title", "origin", "authority", "agreed_on", "rhythm_days"),
    **_kept("Plan", "closed_through", "version", "token"),
    **_kept("Theme", *RECORDED, "plan", "number", "title", "position"),
    **_kept("Action", *RECORDED, "ref", "plan", "theme", "position", "number", "so_on", "batch", "token"),
    **_kept("Action", "source_place"),
    **_kept("ActionWording", *FACT, "text", "intent", "priority", "kind", "accountable", "authorities"),
    **_kept("ActionLeads", *FACT),
    **_kept("ActionLead", "id", "leads", "order", "person"),
    **_six_years("ActionLead", "words"),
    **_kept("ActionDate", *FACT, "which", "text", "precision", "starts_on", "ends_on", "is_first", "reported_in"),
    **_six_years("ActionDate", "reason", "agreed_by", "agreed_by_words"),
    **_kept("ActionState", *FACT, "state", "risk_level", "revisit_on", "waits_on", "into", "reported_in"),
    **_six_years("ActionState", "reason", "agreed_by", "agreed_by_words", "risk_accepted", "cover"),
    **_kept("StandingOverride", *FACT, "number", "standing", "ended", "odd"),
    **_six_years("StandingOverride", "reason"),
    **_kept("Update", *RECORDED, "ref", "action", "so_on", "reported_in", "reported_on", "counts_on"),
    **_kept("Update", "audience", "corrects", "token"),
    **_six_years("Update", "paragraphs"),
    **_six_years("Evidence", *FACT, "ref", "authority", "title", "note", "link", "file", "offered_by"),
    **_kept("EvidenceDecision", *FACT, "evidence", "verdict", "outside_line", "decided_by"),
    **_six_years("EvidenceDecision", "reason"),
    **_kept("Commitment", *KEPT, "ref", "plan", "action", "direction", "source_kind", "source_key", "meeting_key"),
    **_six_years("Commitment", "words", "other_words"),
    **_kept("CommitmentFact", *KEPT, "commitment", "number", "step", "text", "precision", "starts_on", "ends_on"),
    **_kept("CommitmentFact", "is_first_date", "owner", "evidence"),
    **_six_years("CommitmentFact", "words", "agreed_by", "agreed_by_words", "owner_words"),
    **_kept("Risk", *ON_PLAN, "ref", "plan", "number"),
    **_kept("RiskFact", *ON_PLAN, "risk", "number", "step", "likelihood", "impact", "evidence", "update", "owner"),
    **_six_years("RiskFact", "title", "details", "reason", "owner_words"),
    **_kept("RiskTie", *ON_PLAN, "risk", "action", "is_ended"),
    **_kept("CouncilDecision", *ON_PLAN, "ref", "plan", "body", "agreed", "amount", "amount_period", "posts"),
    **_kept("CouncilDecision", "posts_words", "source_kind", "source_key"),
    **_kept("DecisionOption", *ON_PLAN, "decision", "place", "number", "title", "cost", "cost_period", "benefit"),
    **_kept("DecisionOption", "migration", "is_chosen"),
    **_kept("DecisionStatus", *ON_PLAN, "decision", "number", "status"),
    **_six_years("DecisionStatus", "words"),
    **_kept("DecisionTie", *ON_PLAN, "decision", "action", "is_ended"),
    **_kept("ImportBatch", *RECORDED, "ref", "authority", "plan", "plan_title", "document", "sha256", "layout_key"),
    **_kept("ImportBatch", "mapping", "state", "version", "token"),
    **_six_years("ImportBatch", "file", "proposal"),
    **_kept("SourceCell", "id", "batch", "order", "place", "action"),
    **_six_years("SourceCell", "text"),
    **_kept("Doubt", "id", "ref", "batch", "plan", "action", "order", "kind", "key", "place"),
    **_six_years("Doubt", "sentence", "proposal"),
    **_kept("DoubtAnswer", *RECORDED, "doubt", "so_on", "token"),
    **_six_years("DoubtAnswer", "answer"),
    **_kept("RememberedLayout", *RECORDED, "authority", "key", "mapping"),
    **_kept("ActionNow", "action", "plan", "text", "intent", "priority", "kind", "accountable_id", "authorities"),
    **_kept("ActionNow", "leads", "state", "state_on", "state_id", "dates", "target_slips", "review_slips"),
    **_kept("ActionNow", "override", "override_reason", "last_update_on", "updates_count", "evidence_accepted"),
    **_kept("ActionNow", "evidence_outside_line", "doubts_open"),
    **_kept("ActionNow", "first_target_ends_on", "target_ends_on", "review_ends_on"),
    **_six_years("ActionNow", "last_update_text"),
    **_kept("Arrangement", *RECORDED, "ref", "plan", "shows", "shown_to", "starts_on", "ends_on", "token"),
    **_six_years("Arrangement", "agreed_by_words", "reason"),
    **_kept("ArrangementEnd", *RECORDED, "arrangement", "ends_on", "token"),
    **_six_years("ArrangementEnd", "reason"),
    **_kept("Part", *FACT, "plan", "authority", "measure", "value", "unit", "team"),
    **_six_years("Part", "words"),
    **_kept("Partner", *RECORDED, "ref", "authority", "name", "kind", "token"),
    **_kept("PartnerNaming", *RECORDED, "partner", "so_on", "name", "kind", "is_retired", "token"),
}
