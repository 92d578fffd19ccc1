"""The contents page of partners: commitments both ways."""

from __future__ import annotations

from django.urls import path

from lippen.improvement.screens import commitments, committing

app_name = "partners"
urlpatterns = [
    path("commitments", commitments.commitments, name="commitments"),
    path("commitments/make", committing.make, name="make_commitment"),
    path("commitments/<slug:ref>", commitments.commitment, name="commitment"),
    path("commitments/<slug:ref>/move", committing.move, name="move_commitment"),
    path("commitments/<slug:ref>/hand-over", committing.hand_over, name="hand_over_commitment"),
    path("commitments/<slug:ref>/keep", committing.keep, name="keep_commitment"),
    path("commitments/<slug:ref>/withdraw", committing.withdraw, name="withdraw_commitment"),
    path("commitments/<slug:ref>/reopen", committing.reopen, name="reopen_commitment"),
]
