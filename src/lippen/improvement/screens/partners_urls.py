"""The contents page of partners: groups, contacts, meetings, themes, what was said and done, commitments."""

from __future__ import annotations

from django.urls import path

from lippen.improvement.screens import commitments, committing, engaging, giving, stakeholders, stakeholding

app_name = "partners"
urlpatterns = [
    path("", stakeholders.stakeholders, name="stakeholders"),
    path("add", stakeholding.add, name="add_stakeholder"),
    path("you-said", giving.you_said_all, name="you_said_all"),
    path("you-said/give-back", giving.give_back_all, name="give_back_all"),
    path("given-back/<slug:ref>", giving.given_back, name="given_back"),
    path("contacts/<slug:ref>", stakeholding.change_contact, name="change_contact"),
    path("meetings/<slug:ref>", engaging.meeting, name="stakeholder_meeting"),
    path("meetings/<slug:ref>/hold", engaging.hold, name="hold_meeting"),
    path("meetings/<slug:ref>/move", engaging.move, name="move_meeting"),
    path("meetings/<slug:ref>/call-off", engaging.call_off, name="call_off_meeting"),
    path("themes/<slug:ref>", engaging.theme, name="engagement_theme"),
    path("themes/<slug:ref>/read", engaging.read, name="read_theme"),
    path("themes/<slug:ref>/sign", engaging.sign, name="agree_sign"),
    path("said/<slug:ref>/answer", engaging.answer_said, name="answer_said"),
    path("commitments", commitments.commitments, name="commitments"),
    path("commitments/make", committing.make, name="make_commitment"),
    path("commitments/files/<slug:ref>", commitments.commitment_file, name="commitment_file"),
    path("commitments/<slug:ref>", commitments.commitment, name="commitment"),
    path("commitments/<slug:ref>/move", committing.move, name="move_commitment"),
    path("commitments/<slug:ref>/hand-over", committing.hand_over, name="hand_over_commitment"),
    path("commitments/<slug:ref>/keep", committing.keep, name="keep_commitment"),
    path("commitments/<slug:ref>/withdraw", committing.withdraw, name="withdraw_commitment"),
    path("commitments/<slug:ref>/reopen", committing.reopen, name="reopen_commitment"),
    path("<slug:ref>", stakeholders.stakeholder, name="stakeholder"),
    path("<slug:ref>/change", stakeholding.change, name="change_stakeholder"),
    path("<slug:ref>/contact", stakeholding.add_contact, name="add_contact"),
    path("<slug:ref>/meeting", engaging.arrange, name="arrange_meeting"),
    path("<slug:ref>/held", engaging.record, name="record_meeting"),
    path("<slug:ref>/theme", engaging.agree_theme, name="agree_theme"),
    path("<slug:ref>/said", engaging.note_said, name="note_said"),
    path("<slug:ref>/you-said", giving.you_said, name="you_said"),
    path("<slug:ref>/give-back", giving.give_back, name="give_back"),
]
