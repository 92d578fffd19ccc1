"""The contents page of the papers: every page and where it is."""

from __future__ import annotations

from django.urls import path

from lippen.reporting.screens import checking, files, lines, opening, papers, route, template_editor, templates, texts

app_name = "reporting"
urlpatterns = [
    path("", papers.papers, name="papers"),
    path("open", opening.open_paper, name="open_paper"),
    path("meetings", opening.call_meeting, name="call_meeting"),
    path("templates", templates.templates, name="templates"),
    path("templates/<slug:ref>", templates.template, name="template"),
    path("templates/<slug:ref>/change/<int:version>", templates.start, name="template_start"),
    path("templates/<slug:ref>/copy", templates.copy, name="template_copy"),
    path("templates/<slug:ref>/in-force", templates.put_in_force, name="template_in_force"),
    path("templates/<slug:ref>/out-of-use", templates.stop, name="template_stop"),
    path("templates/<slug:ref>/preview/<slug:of>/<slug:on>/<slug:kind>", templates.preview, name="template_preview"),
    path("templates/<slug:ref>/draft", template_editor.draft, name="template_draft"),
    path("templates/<slug:ref>/draft/parts", template_editor.parts, name="template_parts"),
    path("templates/<slug:ref>/draft/add/<slug:page>", template_editor.add, name="template_add"),
    path("templates/<slug:ref>/draft/priorities/<slug:place>", template_editor.priorities, name="template_priorities"),
    path("templates/<slug:ref>/draft/sections/<str:key>", template_editor.section, name="template_section"),
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
