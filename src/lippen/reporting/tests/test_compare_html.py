from __future__ import annotations

import pytest

from lippen.reporting.papers.compare import Answer

from .forging import replaced
from .rendering import example_file, told


def edited_page(old: str, new: str) -> bytes:
    return replaced(old, new)(example_file("html").decode()).encode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<body>", "<body><p>Item 7, page 12</p>"),
        ("</footer>", " received 20 October</footer>"),
        ("</main>", "</main>\n<!-- kept by the committee system -->"),
        ("&#x27;", "'"),
        ("\n<section", "\n\n      <section"),
    ],
)
def test_a_web_page_stamped_or_indented_is_the_same_content(old: str, new: str) -> None:
    assert told(edited_page(old, new)).kind is Answer.RESTAMPED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("have been read", "have not been read"),
        ("<p>None.", "<p hidden>None."),
        ("None.", "<del>None.</del>"),
        ("None.", "None.<!--> not <!-->"),
        (".note {", ".note { display: none;"),
        ("</style>", "</style><style>.said::after { content: 'not'; }</style>"),
        ("</head>", "<script>document.title = 'x'</script></head>"),
        ("</head>", '<link rel="stylesheet" href="x.css"></head>'),
        ("</main>", '</main><div style="position: fixed">not</div>'),
        ("</main>", '</main><header class="draft-mark">not</div>'),
        ('class="unticked"', 'class="ticked"'),
        ("Ticked:", "Not ticked:"),
        ('charset="utf-8"', 'charset="utf-16"'),
        ("</main>", "</main><main>more</main>"),
    ],
)
def test_any_edit_of_what_a_web_page_shows_is_a_change(old: str, new: str) -> None:
    if old == "<p>None.":
        old, new = '<span class="said">None.', '<span class="said" hidden>None.'

    assert told(edited_page(old, new)).kind is Answer.CHANGED
