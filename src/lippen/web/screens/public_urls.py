"""The contents page of the public pages: only where a council turns them on."""

from __future__ import annotations

from django.urls import path

from lippen.web.screens import public

app_name = "public"
urlpatterns = [
    path("", public.papers, name="papers"),
    path("<slug:ref>/<slug:kind>", public.file, name="file"),
]
