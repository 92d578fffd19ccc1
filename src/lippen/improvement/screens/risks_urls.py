"""The contents page of risks: those of a plan, and each as a story."""

from __future__ import annotations

from django.urls import path

from lippen.improvement.screens import risking, risks

app_name = "risks"
urlpatterns = [
    path("of/<slug:ref>", risks.plan_risks, name="plan_risks"),
    path("of/<slug:ref>/raise", risking.raise_one, name="plan_risk_raise"),
    path("<slug:ref>", risks.risk, name="risk"),
    path("<slug:ref>/score", risking.score, name="score_risk"),
    path("<slug:ref>/words", risking.reword, name="reword_risk"),
    path("<slug:ref>/actions", risking.tie, name="tie_risk"),
    path("<slug:ref>/close", risking.close, name="close_risk"),
    path("<slug:ref>/reopen", risking.reopen, name="reopen_risk"),
]
