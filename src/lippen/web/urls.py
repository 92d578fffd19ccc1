"""The front door's contents page: every package's pages, and allauth's listed one by one."""

from __future__ import annotations

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as providers
from django.conf import settings
from django.urls import include, path

from lippen.organisation.screens import entry, second_step
from lippen.web import errors, pages
from lippen.web.screens import audit, audit_export, calendar, comparing, drafts, home, me, search, status, systems

handler400 = errors.bad_request
handler403 = errors.not_allowed
handler404 = errors.not_found
handler429 = errors.too_many
handler500 = errors.server_error

web = (
    [
        path("", home.home, name="home"),
        path("healthz", status.healthz, name="healthz"),
        path("status", status.status, name="status"),
        path("who-looked", audit.audit, name="audit"),
        path("who-looked/record/<slug:ref>", audit.record, name="audit_record"),
        path("who-looked/export", audit_export.start, name="start_audit_export"),
        path("who-looked/exports/<slug:ref>", audit_export.export, name="audit_export"),
        path("who-looked/exports/<slug:ref>/go-on", audit_export.go_on, name="go_on_audit_export"),
        path("who-looked/exports/<slug:ref>/contents", audit_export.contents, name="audit_export_contents"),
        path("who-looked/exports/<slug:ref>/files/<int:number>", audit_export.export_file, name="audit_export_file"),
        path("who-looked/exports/<slug:ref>/heads/<int:number>", audit_export.heads_file, name="audit_export_heads"),
        path("plans/<slug:ref>/compare", comparing.compare, name="plan_compare"),
        path("accessibility", pages.accessibility, name="accessibility"),
        path("search", search.search, name="search"),
        path("search/<slug:ref>", search.searched, name="searched"),
        path("me", me.me, name="me"),
        path("me/reminders", me.reminders, name="reminders"),
        path("me/away", me.away, name="away"),
        path("me/away/<slug:ref>/back", me.end_away, name="end_away"),
        path("me/away/<slug:ref>/why", me.say_why_away, name="say_why_away"),
        path("me/hand-over/<slug:ref>", me.hand_over, name="hand_over"),
        path("me/calendar/make", me.make_calendar, name="make_calendar"),
        path("me/calendar/revoke", me.revoke_calendar, name="revoke_calendar"),
        path("calendar/<slug:secret>.ics", calendar.calendar, name="calendar"),
        path("calendar/<slug:secret>/committees.ics", calendar.cycle, name="cycle"),
        path("status/digests", me.digest_log, name="digest_log"),
        path("systems", systems.systems, name="systems"),
        path("systems/new", systems.new_token, name="new_token"),
        path("systems/tell", systems.new_subscription, name="new_subscription"),
        path("systems/told", systems.deliveries, name="deliveries"),
        path("systems/<slug:ref>/end", systems.end, name="end_subscription"),
        path("systems/<slug:ref>/revoke", systems.revoke, name="revoke_token"),
        path("drafts/<slug:form_key>/<slug:subject_key>", drafts.draft, name="draft"),
    ],
    "web",
)
urlpatterns = [
    path("", include(web)),
    path("sign-in", entry.sign_in, name="account_login"),
    path("sign-in/second-step", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/with/<slug:provider_id>", entry.by_provider, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back", entry.from_provider, name="openid_connect_callback"),
    path("sign-in/cancelled", providers.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/closed", allauth.account_inactive, name="account_inactive"),
    path("sign-out", allauth.logout, name="account_logout"),
    path("no-password", pages.no_password, name="account_set_password"),
    path("change-password", allauth.password_change, name="account_change_password"),
    path("security/app", second_step.activate_app, name="mfa_activate_totp"),
    path("security/app/remove", second_step.remove_app, name="mfa_deactivate_totp"),
    path("security/passkeys/add", second_step.add_passkey, name="mfa_add_webauthn"),
    path("security/passkeys/<int:pk>/rename", second_step.rename_passkey, name="mfa_edit_webauthn"),
    path("security/passkeys/<int:pk>/remove", second_step.remove_passkey, name="mfa_remove_webauthn"),
    path("security/codes", second_step.codes, name="mfa_view_recovery_codes"),
    path("security/codes/new", second_step.new_codes, name="mfa_generate_recovery_codes"),
    path("security/again", second_step.password_again, name="account_reauthenticate"),
    path("security/again/code", second_step.code_again, name="mfa_reauthenticate"),
    path("security/again/passkey", second_step.passkey_again, name="mfa_reauthenticate_webauthn"),
    path("", include("lippen.organisation.screens.urls")),
    path("children/", include("lippen.casework.screens.urls")),
    path("care/", include("lippen.care.screens.urls")),
    path("plans/", include("lippen.improvement.screens.urls")),
    path("risks/", include("lippen.improvement.screens.risks_urls")),
    path("decisions/", include("lippen.improvement.screens.decisions_urls")),
    path("inspection/", include("lippen.improvement.screens.inspection_urls")),
    path("groups/", include("lippen.improvement.screens.groups_urls")),
    path("partners/", include("lippen.improvement.screens.partners_urls")),
    path("evidence/", include("lippen.improvement.screens.library_urls")),
    path("papers/", include("lippen.reporting.screens.urls")),
    path("api/v1/", include("lippen.web.api.v1.urls")),
]
if settings.LIPPEN_PUBLIC_PAGES:
    urlpatterns.append(path("public/papers/", include("lippen.web.screens.public_urls")))
if settings.LIPPEN_DEMO:
    urlpatterns.append(path("demo/", include("lippen.demo.screens.urls")))
