"""The contents page of people's ways in: their own page, and what an administrator does."""

from __future__ import annotations

from django.urls import path

from lippen.organisation.screens import second_step, security, welcome

app_name = "organisation"
urlpatterns = [
    path("welcome", welcome.welcome, name="welcome"),
    path("security/", security.security, name="security"),
    path("security/second-step", second_step.second_step, name="second_step"),
    path("security/sign-out-elsewhere", security.end_sessions, name="end_sessions"),
    path("security/unlink/<slug:provider>", security.unlink, name="unlink"),
]
