"""The contents page of the children's room."""

from __future__ import annotations

from django.urls import path

from lippen.casework.screens import front, guarding, handing, marking, people, records, team, work

app_name = "casework"
urlpatterns = [
    path("", records.children, name="children"),
    path("search", people.look_for, name="look_for"),
    path("search/<slug:ref>", people.found, name="found"),
    path("search/<slug:ref>/add", people.add_person, name="add_person"),
    path("search/<slug:ref>/open/<int:number>", people.break_glass, name="break_glass"),
    path("team", team.team, name="team"),
    path("queue", front.queue, name="queue"),
    path("queue/review", front.review_queue, name="review_queue"),
    path("waiting/<slug:ref>/look", front.look_again, name="look_again"),
    path("waiting/<slug:ref>/news", front.tell_news, name="tell_news"),
    path("waiting/<slug:ref>/allocate", front.allocate_waiting, name="allocate_waiting"),
    path("waiting/<slug:ref>/end", front.end_waiting, name="end_waiting"),
    path("referrals/<slug:ref>", front.referral, name="referral"),
    path("referrals/<slug:ref>/step", front.take_step, name="take_step"),
    path("referrals/<slug:ref>/sign-off", front.sign_off, name="sign_off"),
    path("openings", guarding.openings, name="openings"),
    path("openings/<slug:ref>", guarding.review_opening, name="review_opening"),
    path("openings/<slug:ref>/seen", guarding.see_opening, name="see_opening"),
    path("same/<slug:ref>", guarding.decide_same, name="decide_same"),
    path("same/<slug:ref>/undo", guarding.undo_same, name="undo_same"),
    path("warnings/<slug:ref>", marking.look_at_marker, name="look_at_marker"),
    path("handovers/<slug:ref>", handing.handover, name="handover"),
    path("figures", work.figures, name="figures"),
    path("figures/set", work.set_figure, name="set_figure"),
    path("<slug:ref>", records.child, name="child"),
    path("<slug:ref>/chronology", records.chronology, name="chronology"),
    path("<slug:ref>/chronology/add", work.write_entry, name="write_entry"),
    path("<slug:ref>/who-looked", records.who_looked, name="who_looked"),
    path("<slug:ref>/name", people.say_name, name="say_name"),
    path("<slug:ref>/birth", people.say_birth, name="say_birth"),
    path("<slug:ref>/address", people.say_address, name="say_address"),
    path("<slug:ref>/protect", people.protect_address, name="protect_address"),
    path("<slug:ref>/contact", people.say_contact, name="say_contact"),
    path("<slug:ref>/number", people.say_number, name="say_number"),
    path("<slug:ref>/family", people.tie_people, name="tie_people"),
    path("<slug:ref>/family/<int:number>/end", people.end_tie, name="end_tie"),
    path("<slug:ref>/refer", front.refer, name="refer_child"),
    path("<slug:ref>/allocate", work.allocate_child, name="allocate_child"),
    path("<slug:ref>/hand-over", handing.offer, name="offer_child"),
    path("<slug:ref>/work", work.involve, name="involve"),
    path("<slug:ref>/work/<slug:work_ref>/end", work.end_work, name="end_work"),
    path("<slug:ref>/status", work.say_status, name="say_status"),
    path("<slug:ref>/visits/plan", work.plan_visit, name="plan_visit"),
    path("<slug:ref>/visits/record", work.record_visit, name="record_visit"),
    path("<slug:ref>/warning", marking.mark, name="mark"),
    path("<slug:ref>/restrict", guarding.restrict, name="restrict"),
    path("<slug:ref>/own-family", guarding.own_tie, name="own_tie"),
    path("<slug:ref>/same", guarding.propose_same, name="propose_same"),
]
