"""Where sources, frameworks, versions, ties and restricted files are: part of the plans' contents page."""

from __future__ import annotations

from django.urls import path

from lippen.improvement.screens import (
    answering,
    carrying,
    contributions,
    dependencies,
    framework,
    partners,
    restricted,
    sources,
    sourcing,
    strands,
    versions,
)

patterns = [
    path("sources", sources.sources, name="sources"),
    path("sources/add", sourcing.add_source, name="add_source"),
    path("sources/<slug:ref>", sources.source, name="source"),
    path("sources/<slug:ref>/csv", sources.source_csv, name="source_csv"),
    path("sources/<slug:ref>/edit", sourcing.rename_source, name="rename_source"),
    path("sources/<slug:ref>/recommendations/add", sourcing.add_recommendation, name="add_recommendation"),
    path("sources/<slug:ref>/restricted", restricted.open_restricted, name="open_restricted"),
    path("recommendations/<slug:ref>/edit", sourcing.edit_recommendation, name="edit_recommendation"),
    path("recommendations/<slug:ref>/answers", sourcing.answer_recommendation, name="answer_recommendation"),
    path("restricted/<slug:ref>", restricted.restricted, name="restricted"),
    path("restricted/<slug:ref>/add", restricted.add_to_restricted, name="add_to_restricted"),
    path("restricted/<slug:ref>/audience", restricted.name_audience, name="name_audience"),
    path("restricted/<slug:ref>/audience/end", restricted.end_sight, name="end_sight"),
    path(
        "restricted/<slug:ref>/documents/<slug:entry_ref>", restricted.restricted_document, name="restricted_document"
    ),
    path("partners/<slug:ref>", partners.rename_partner, name="rename_partner"),
    path("strands/<slug:ref>", strands.change_strand, name="change_strand"),
    path("strands/<slug:ref>/progress", strands.tell_progress, name="tell_progress"),
    path("contributions/<slug:ref>", contributions.change_contribution, name="change_contribution"),
    path("contributions/<slug:ref>/delivered", contributions.record_delivery, name="record_delivery"),
    path("versions/<slug:ref>", versions.rename_version, name="rename_version"),
    path("actions/<slug:ref>/answers", answering.change_answers, name="change_answers"),
    path("actions/<slug:ref>/carrier", carrying.carry_action, name="carry_action"),
    path("<slug:ref>/sources", sources.plan_sources, name="plan_sources"),
    path("<slug:ref>/sources/add", sourcing.plan_draw, name="plan_draw"),
    path("<slug:ref>/sources/<slug:source_ref>/stop", sourcing.plan_stop_drawing, name="plan_stop_drawing"),
    path("<slug:ref>/dependencies", dependencies.dependencies, name="plan_dependencies"),
    path("<slug:ref>/framework", framework.framework, name="plan_framework"),
    path("<slug:ref>/framework/add", strands.plan_add_strand, name="plan_add_strand"),
    path("<slug:ref>/contributions/add", contributions.plan_add_contribution, name="plan_add_contribution"),
    path("<slug:ref>/versions", versions.plan_versions, name="plan_versions"),
    path("<slug:ref>/versions/add", versions.plan_name_version, name="plan_name_version"),
]
