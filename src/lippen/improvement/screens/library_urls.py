"""The contents page of the evidence library."""

from __future__ import annotations

from django.urls import path

from lippen.improvement.screens import library

app_name = "library"
urlpatterns = [
    path("", library.library_page, name="library"),
    path("requests/<slug:ref>", library.asked_for, name="request"),
    path("requests/<slug:ref>/answer", library.answer_request, name="answer"),
    path("ask/<slug:ref>", library.ask, name="ask"),
    path("<slug:ref>", library.item, name="item"),
    path("<slug:ref>/use", library.use, name="use"),
    path("<slug:ref>/send", library.send, name="send"),
]
