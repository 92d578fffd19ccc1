from __future__ import annotations
from datetime import date
import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

def test_look(settings, enter):
    settings.LIPPEN_TODAY = date(2026, 11, 23)
    from lippen.demo import script
    from lippen.organisation import queries as organisation
    from lippen.kernel import clock
    script.load("today")
    rows = organisation.accounts_by_role(on=clock.today())
    by = {}
    for role, title, name, pk in rows:
        by.setdefault(str(role), []).append((title, name, pk))
    for role in ("team_leader", "service_manager", "head_of_service"):
        print(role, by.get(role))
    def me(role, n=0):
        return get_user_model().objects.get(pk=by[role][n][2])
    from lippen.organisation.models import Person
    errors = []
    def shot(page, path, name, click=None):
        answer = page.goto(path)
        if click:
            page.get_by_role("button", name=click).click()
        wide = page.locator("html").evaluate("html => html.scrollWidth")
        print(name, answer.status if answer else None, wide)
        page.screenshot(path=f"/tmp/look-{name}.png", full_page=True)
    for phone in (False, True):
        tag = "p" if phone else "d"
        page = enter(me("team_leader"), phone=phone)
        shot(page, "/children/team", f"{tag}-team")
        shot(page, "/children/leavers", f"{tag}-leavers")
        shot(page, "/children/figures", f"{tag}-figures")
        shot(page, "/children/figures/ask?figure=weight_court", f"{tag}-ask", "Ask" if False else None)
        shot(page, "/children/team/skills", f"{tag}-skills")
        page.goto("/children/team")
        links = page.locator("section[aria-labelledby=loads-title] tbody th a").evaluate_all("as => as.map(a => a.getAttribute('href'))")
        print(links)
        if links:
            shot(page, links[0], f"{tag}-terms")
            page.get_by_label("How much of full time?").fill("2")
            page.get_by_role("button", name="Record this").click()
            page.screenshot(path=f"/tmp/look-{tag}-terms-error.png", full_page=True)
            shot(page, links[0].replace("/team/", "/leavers/"), f"{tag}-leaver")
        page.goto("/children/")
        kids = page.locator("main table tbody a, main .lippen-duties a").evaluate_all("as => as.map(a => a.getAttribute('href'))")
        kids = [k for k in kids if "/known-" in k][:1]
        print(kids)
        if kids:
            shot(page, kids[0] + "/hand-over", f"{tag}-offer")
            page.get_by_role("button", name="Ask them").click()
            page.screenshot(path=f"/tmp/look-{tag}-offer-error.png", full_page=True)
        m = enter(me("service_manager"), phone=phone)
        shot(m, "/children/staffing", f"{tag}-staffing")
        shot(m, "/children/staffing/2026-10-01", f"{tag}-staffing-rows")
        shot(m, "/children/team", f"{tag}-mteam")
