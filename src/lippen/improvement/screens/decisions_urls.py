"""The contents page of decisions: those on a plan, and each as a story."""

from __future__ import annotations

from django.urls import path

from lippen.improvement.screens import deciding, decisions

app_name = "decisions"
urlpatterns = [
    path("of/<slug:ref>", decisions.plan_decisions, name="plan_decisions"),
    path("of/<slug:ref>/record", deciding.record, name="plan_decision_record"),
    path("<slug:ref>", decisions.decision, name="decision"),
    path("<slug:ref>/option", deciding.option, name="set_option"),
    path("<slug:ref>/delivery", deciding.delivery, name="set_delivery"),
    path("<slug:ref>/actions", deciding.tie, name="tie_decision"),
    path("<slug:ref>/report", deciding.report, name="promise_report"),
]
