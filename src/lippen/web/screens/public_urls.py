"""The contents page of the public pages: only where they are turned on, and there for councils that say so."""

from __future__ import annotations

from django.urls import path

from lippen.web.screens import public

app_name = "public"
urlpatterns = [
    path("", public.papers, name="papers"),
    path("feed", public.feed, name="feed"),
    path("<slug:ref>", public.paper, name="paper"),
    path("<slug:ref>/<slug:kind>", public.file, name="file"),
]
