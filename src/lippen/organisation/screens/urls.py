"""The contents page of people's ways in: their own page, and what an administrator does."""

from __future__ import annotations

from django.urls import path

from lippen.organisation.screens import accounts, recoveries, review, second_step, security, welcome

app_name = "organisation"
urlpatterns = [
    path("welcome", welcome.welcome, name="welcome"),
    path("security/", security.security, name="security"),
    path("security/second-step", second_step.second_step, name="second_step"),
    path("security/sign-out-elsewhere", security.end_sessions, name="end_sessions"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("recoveries/", recoveries.recoveries, name="recoveries"),
    path("recoveries/<slug:ref>", recoveries.recovery, name="recovery"),
    path("recoveries/<slug:ref>/confirm", recoveries.confirm, name="confirm_recovery"),
    path("recoveries/<slug:ref>/withdraw", recoveries.withdraw, name="withdraw_recovery"),
    path("security/not-me", recoveries.not_me, name="not_me"),
    path("accounts/invite", accounts.invite, name="invite"),
    path("accounts/review", review.review, name="review"),
    path("accounts/review/begin", review.begin, name="begin_review"),
    path("accounts/review/<slug:ref>/csv", review.as_csv, name="review_csv"),
    path("accounts/review/<slug:ref>/<int:account>/<slug:verdict>", review.say, name="review_say"),
    path("accounts/<slug:ref>", accounts.account, name="account"),
    path("accounts/<slug:ref>/code", accounts.new_code, name="new_code"),
    path("accounts/<slug:ref>/withdraw", accounts.withdraw, name="withdraw_code"),
    path("accounts/<slug:ref>/recover", recoveries.recover, name="recover"),
    path("accounts/<slug:ref>/close", accounts.close, name="close_account"),
    path("accounts/<slug:ref>/reopen", accounts.reopen, name="reopen_account"),
    path("accounts/<slug:ref>/posts/<int:holding>/end", accounts.end_post, name="end_post"),
    path("security/unlink/<slug:provider>", security.unlink, name="unlink"),
]
