from __future__ import annotations

from lippen.demo import check
from lippen.demo.visitor import Answer

PAGE = """<a href="/plans/plan-a">Another plan</a> <a href="/plans/plan-b"><b>Long-term work</b></a>
<a href="/plans/plan-b">Long-term work</a> <a href="/papers/">Papers</a>"""


def answer(text: str = PAGE, status: int = 200, kind: str = "text/html") -> Answer:
    return Answer(status, kind, text.encode(), "http://localhost:8000/plans/")


def test_a_site_that_does_not_answer_is_a_problem_in_words():
    problems = check.run("http://127.0.0.1:9")
    assert problems
    assert all("did not answer" in problem for problem in problems)


def test_each_link_of_a_kind_counts_once():
    assert answer().links("/plans/plan-") == ["/plans/plan-a", "/plans/plan-b"]


def test_a_link_is_found_by_its_words():
    assert check._link_named(answer(), "/plans/plan-", "Long-term") == "/plans/plan-b"
    assert check._link_named(answer(), "/plans/plan-", "Kinship") is None


def test_a_page_that_does_not_open_is_a_problem():
    assert list(check._opened(answer(status=500), "The desk")) == ["The desk answered 500."]


def test_a_file_of_another_kind_is_a_problem_before_it_is_verified():
    assert list(check._file(answer(), "pdf", "application/pdf")) == ["The paper as PDF answered 200 as text/html."]


def test_a_file_that_is_no_paper_is_a_problem(monkeypatch):
    monkeypatch.setattr(
        check, "verified", lambda content, kind: {"answer": "changed", "exit_code": 1, "sentence": "No."}
    )
    assert list(check._file(answer(kind="application/pdf"), "pdf", "application/pdf")) == [
        "The paper as PDF is not the exact file that was signed: No."
    ]
