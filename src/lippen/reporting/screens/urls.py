"""The contents page of the papers: every page and where it is."""

from __future__ import annotations

from django.urls import path

from lippen.reporting.screens import checking, files, lines, opening, papers, route, texts

app_name = "reporting"
urlpatterns = [
    path("", papers.papers, name="papers"),
    path("open", opening.open_paper, name="open_paper"),
    path("meetings", opening.call_meeting, name="call_meeting"),
    path("check", checking.check, name="check"),
    path("<slug:ref>", papers.paper, name="paper"),
    path("<slug:ref>/figures/<slug:key>", papers.figure, name="figure"),
    path("<slug:ref>/sections/<str:section>", texts.section, name="section"),
    path("<slug:ref>/questions/<slug:question>", texts.question, name="question"),
    path("<slug:ref>/themes/<int:number>", texts.difference, name="difference"),
    path("<slug:ref>/lines", lines.lines, name="lines"),
    path("<slug:ref>/lines/<slug:action_ref>", lines.line, name="line"),
    path("<slug:ref>/route", route.people, name="route"),
    path("<slug:ref>/dates", opening.move_dates, name="dates"),
    path("<slug:ref>/send", route.send, name="send"),
    path("<slug:ref>/approve", route.approve, name="approve"),
    path("<slug:ref>/return", route.give_back, name="return"),
    path("<slug:ref>/issue", route.issue, name="issue"),
    path("<slug:ref>/address", route.address, name="address"),
    path("<slug:ref>/preview/<slug:kind>", files.preview, name="preview"),
    path("<slug:ref>/files/<slug:kind>", files.signed_file, name="file"),
    path("<slug:ref>/bundle", files.bundle, name="bundle"),
]
