"""The contents page of the demonstration: one page, and only in demo mode."""

from __future__ import annotations

from django.urls import path

from lippen.demo.screens import enter

app_name = "demo"
urlpatterns = [path("", enter.enter, name="enter")]
