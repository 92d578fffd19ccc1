"""The contents page of the plans: every page and where it is."""

from __future__ import annotations

from django.urls import path

from lippen.improvement.screens import (
    changes,
    dates,
    doubts,
    evidence,
    exporting,
    importing,
    operational,
    parts,
    plans,
    source_urls,
    standings,
    states,
    stories,
    updates,
    wording,
)

app_name = "improvement"
urlpatterns = [
    *source_urls.patterns,
    path("", plans.plans, name="plans"),
    path("import", importing.upload, name="import_plan"),
    path("import/<slug:ref>/columns", importing.columns, name="import_columns"),
    path("import/<slug:ref>/progress", importing.progress, name="import_progress"),
    path("import/<slug:ref>", importing.preview, name="import_preview"),
    path("exports/<slug:ref>", exporting.export, name="export"),
    path("exports/<slug:ref>/file", exporting.export_file, name="export_file"),
    path("files/<slug:ref>", evidence.evidence_file, name="evidence_file"),
    path("actions/<slug:ref>", stories.action, name="action"),
    path("actions/<slug:ref>/update", updates.write, name="write_update"),
    path("actions/<slug:ref>/updates/<slug:update_ref>/correct", updates.correct, name="correct_update"),
    path("actions/<slug:ref>/date", dates.change, name="change_date"),
    path("actions/<slug:ref>/state", states.change, name="change_state"),
    path("actions/<slug:ref>/done", states.say_done, name="say_done"),
    path("actions/<slug:ref>/evidence", evidence.offer, name="offer_evidence"),
    path("actions/<slug:ref>/evidence/<slug:evidence_ref>", evidence.decide, name="decide_evidence"),
    path("actions/<slug:ref>/standing", standings.override, name="override_standing"),
    path("actions/<slug:ref>/standing/end", standings.end, name="end_override"),
    path("actions/<slug:ref>/edit", wording.edit, name="edit_action"),
    path("doubts/<slug:ref>", doubts.answer, name="answer_doubt"),
    path("actions/<slug:ref>/part", parts.say, name="say_part"),
    path("arrangements/<slug:ref>/end", parts.end, name="end_arrangement"),
    path("<slug:ref>", plans.plan, name="plan"),
    path("<slug:ref>/by-council", parts.split, name="plan_parts"),
    path("<slug:ref>/by-council.csv", parts.split_csv, name="plan_parts_csv"),
    path("<slug:ref>/arrangements", parts.arrangements, name="arrangements"),
    path("<slug:ref>/arrangements/make", parts.arrange, name="arrange"),
    path("<slug:ref>/print", plans.printed, name="plan_print"),
    path("<slug:ref>/operational", operational.operational, name="plan_operational"),
    path("<slug:ref>/changes", changes.changes, name="plan_changes"),
    path("<slug:ref>/doubts", doubts.doubts, name="plan_doubts"),
    path("<slug:ref>/export", exporting.start, name="start_export"),
]
