"""The contents page of the room of looked-after children."""

from __future__ import annotations

from django.urls import path

from lippen.care.screens import carers, clocks, life, living, mending, permanence, returned, reviews, standards

app_name = "care"
urlpatterns = [
    path("standards", standards.standards, name="standards"),
    path("standards/<str:standard_key>", standards.set_standard, name="set_standard"),
    path("carers", carers.carers, name="carers"),
    path("carers/add", carers.add_carer, name="add_carer"),
    path("carers/<slug:ref>/approval", carers.say_approval, name="say_approval"),
    path("placements/<slug:ref>/day", mending.placement_day, name="placement_day"),
    path("placements/<slug:ref>/taken-back", mending.placement_taken_back, name="placement_taken_back"),
    path("legal/<slug:ref>/day", mending.legal_day, name="legal_day"),
    path("legal/<slug:ref>/taken-back", mending.legal_taken_back, name="legal_taken_back"),
    path("orders/<slug:ref>/end", living.end_order, name="end_order"),
    path("episodes/<slug:ref>/never", mending.episode_was_wrong, name="episode_was_wrong"),
    path("episodes/<slug:ref>/goes-on", mending.end_was_wrong, name="end_was_wrong"),
    path("events/<slug:ref>/wrong", clocks.event_was_wrong, name="event_was_wrong"),
    path("reviews", reviews.reviews, name="reviews"),
    path("reviews/held", reviews.held_reviews, name="held_reviews"),
    path("reviews/<slug:ref>", reviews.review, name="review"),
    path("reviews/<slug:ref>/move", reviews.move_review, name="move_review"),
    path("reviews/<slug:ref>/off", reviews.end_review, name="end_review"),
    path("reviews/<slug:ref>/held", reviews.hold_review, name="hold_review"),
    path("reviews/<slug:ref>/decide", reviews.add_decision, name="add_decision"),
    path("decisions/<slug:ref>/end", reviews.end_decision, name="end_decision"),
    path("permanence", permanence.permanence, name="permanence"),
    path("permanence/drift", permanence.drift, name="drift"),
    path("permanence/<slug:ref>", permanence.permanence_line, name="line"),
    path("permanence/<slug:ref>/waits", permanence.say_waiting, name="say_waiting"),
    path("permanence/<slug:ref>/route", permanence.change_route, name="change_route"),
    path("permanence/<slug:ref>/end", permanence.end_line, name="end_line"),
    path("permanence/<slug:ref>/answer", permanence.answer_drift, name="answer_drift"),
    path("<slug:ref>", life.life, name="life"),
    path("<slug:ref>/returns", returned.returned, name="returned"),
    path("<slug:ref>/review", reviews.plan_review, name="plan_review"),
    path("<slug:ref>/plan", permanence.begin_line, name="begin_line"),
    path("<slug:ref>/begin", living.begin_care, name="begin_care"),
    path("<slug:ref>/move", living.move, name="move"),
    path("<slug:ref>/legal", living.change_legal, name="change_legal"),
    path("<slug:ref>/order", living.add_order, name="add_order"),
    path("<slug:ref>/end", living.end_care, name="end_care"),
    path("<slug:ref>/after", living.say_after_care, name="say_after_care"),
    path("<slug:ref>/event", clocks.record_event, name="record_event"),
    path("<slug:ref>/agree/<str:standard_key>/<slug:began_key>", clocks.agree_day, name="agree_day"),
]
