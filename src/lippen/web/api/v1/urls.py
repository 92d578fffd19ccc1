"""The contents page of the interface. The operations behind it are loaded with the first request."""

from __future__ import annotations

from django.urls import path

from lippen.web.api.v1.entry import by_token, description
from lippen.web.screens import interface

app_name = "api"
urlpatterns = [
    path("", interface.page, name="page"),
    path("openapi.json", description, name="description"),
    path("plans", by_token("plans"), name="plans"),
    path("plans/<slug:ref>", by_token("plan"), name="plan"),
    path("plans/<slug:ref>/actions", by_token("plan_actions"), name="plan_actions"),
    path("actions/<slug:ref>", by_token("action"), name="action"),
    path("actions/<slug:ref>/updates", by_token("write_update"), name="write_update"),
    path("papers", by_token("papers"), name="papers"),
    path("papers/<slug:ref>", by_token("paper"), name="paper"),
    path("papers/<slug:ref>/files/<slug:kind>", by_token("paper_file"), name="paper_file"),
]
