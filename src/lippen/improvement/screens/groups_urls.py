"""The contents page of groups: members, meetings, agendas, board packs, and what is held again and again."""

from __future__ import annotations

from django.urls import path

from lippen.improvement.screens import agendas, gathering, groups, scheduling, wanting

app_name = "groups"
urlpatterns = [
    path("", groups.groups, name="groups"),
    path("of/<slug:ref>/found", gathering.found, name="plan_group_found"),
    path("of/<slug:ref>/want", gathering.want, name="plan_decision_want"),
    path("of/<slug:ref>/schedule", scheduling.set_one, name="plan_schedule_set"),
    path("wanted/<slug:ref>/withdraw", wanting.withdraw, name="withdraw_wanted"),
    path("schedules/<slug:ref>", scheduling.say_held, name="say_held"),
    path("schedules/<slug:ref>/end", scheduling.end, name="end_schedule"),
    path("meetings/<slug:ref>", agendas.group_meeting, name="group_meeting"),
    path("meetings/<slug:ref>/arrange", agendas.arrange, name="arrange_agenda"),
    path("meetings/<slug:ref>/settle", agendas.settle, name="settle_agenda"),
    path("meetings/<slug:ref>/pack", agendas.pack, name="board_pack"),
    path("meetings/<slug:ref>/minute", agendas.minute, name="minute_line"),
    path("meetings/<slug:ref>/hold", gathering.close, name="close_meeting"),
    path("meetings/<slug:ref>/shift", gathering.shift, name="shift_meeting"),
    path("<slug:ref>", groups.group, name="group"),
    path("<slug:ref>/change", gathering.change, name="change_group"),
    path("<slug:ref>/plans", gathering.plans, name="group_plans"),
    path("<slug:ref>/member", gathering.member, name="set_member"),
    path("<slug:ref>/meeting", gathering.call, name="call_meeting"),
    path("<slug:ref>/held", gathering.record, name="record_group_meeting"),
]
