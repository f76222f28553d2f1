"""The memo on the page: beside it its outline, and what is to be done with a field to do it in."""

from __future__ import annotations

from dataclasses import replace

from assistant.memo.types import LintFinding, Memo, MemoRequest, Section
from assistant.paper import Paper, Paragraph, Text
from assistant.render.html.memo import memo_html

GAP = Text("To be confirmed: the deadline.", "gap")
MEMO = Memo(
    "ab" * 16,
    MemoRequest("the ferry", "bluf", to="The Minister"),
    "The ferry",
    "2026-05-01",
    (
        Section("Bottom line", (Paragraph((Text("It sails.", "own"), GAP)),)),
        Section("Ask", (Paragraph((Text("Wait.", "own"),)),)),
    ),
    gaps=(GAP.text, "To be confirmed: the cost."),
    findings=(
        LintFinding("ask", "Bottom line", "the first line does not say what is wanted", True),
        LintFinding("deadline", "the top", "it does not say by which day it is needed", True),
        LintFinding("length", "Ask", "it takes 9 lines"),
    ),
)


def shown(memo: Memo) -> str:
    return memo_html(memo, Paper("The ferry", ()), named="Briefing note")


def test_the_form_is_told_on_a_line() -> None:
    assert 'data-folded="Briefing note · To The Minister"' in shown(MEMO)


def test_a_line_of_the_head_that_is_lacking_has_one_field() -> None:
    html = shown(MEMO)
    assert html.count('<input name="deadline" required') == 1 == html.count('<input name="decision" required')
    assert "by which day" not in html and "Fix before sending" in html
    assert "1 other point to be confirmed" in html and "<li>the cost.</li>" in html
    given = replace(
        MEMO, request=replace(MEMO.request, deadline="1 May", decision="Wait"), gaps=(), findings=()
    )
    assert "required autocomplete" not in shown(given).partition("</section>")[0]


def test_the_outline_names_the_sections_with_what_they_lack() -> None:
    outline = shown(MEMO).partition("</nav>")[0]
    assert outline.index("Bottom line") < outline.index("1 to fix") < outline.index("1 to confirm")
    assert outline.index("1 to confirm") < outline.index('data-section="Ask"')


def test_what_is_to_be_confirmed_is_not_green() -> None:
    assert "badge good" not in shown(replace(MEMO, findings=()))
    assert "badge good" in shown(replace(MEMO, findings=(), gaps=()))
