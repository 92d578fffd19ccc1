"""The contents page of inspection: samples drawn for inspectors."""

from __future__ import annotations

from django.urls import path

from lippen.improvement.screens import samples

app_name = "inspection"
urlpatterns = [
    path("", samples.mine, name="mine"),
    path("plans/<slug:ref>", samples.samples, name="samples"),
    path("plans/<slug:ref>/draw", samples.draw, name="draw"),
    path("<slug:ref>", samples.sample, name="sample"),
    path("<slug:ref>/close", samples.close, name="close"),
    path("<slug:ref>/<int:number>", samples.sampled_action, name="sampled_action"),
    path("<slug:ref>/files/<slug:file_ref>", samples.sampled_file, name="sampled_file"),
]
