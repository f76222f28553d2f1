"""The memo on the page: beside it its outline, and what is to be done with a field to do it in."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.memo.formats import load_format
from assistant.memo.layout import lay_out
from assistant.memo.types import LintFinding, Memo, MemoRequest, Section
from assistant.paper import Paper, Paragraph, Text
from assistant.render.html.memo import memo_html
from assistant.types import Citation

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
    assert "2 points to be confirmed</strong>" in shown(replace(MEMO, findings=()))


def test_what_is_over_is_led_to_and_a_passed_deadline_has_a_field_to_change_it() -> None:
    late = LintFinding("over", "the top", "Deadline 1 May 2026 has passed", True)
    stale = LintFinding("over", "Ask", "Superseded by Order 5 (3 May 2026)")
    given = replace(MEMO.request, deadline="1 May 2026", decision="Wait")
    html = shown(replace(MEMO, request=given, gaps=(), findings=(late, stale)))
    assert "Deadline 1 May 2026 has passed</p>" in html
    assert html.count('<input name="deadline" required autocomplete="off" value="1 May 2026"') == 1
    told = html.partition("Look at before sending")[2].partition("</div>")[0]
    assert 'data-section="Ask">Ask</button>: Superseded by Order 5' in told
    assert "1 out of date" in html.partition("</nav>")[0] and "style suggestion" not in html


def test_the_page_marks_what_is_open_and_leaves_out_what_only_the_file_needs() -> None:
    cited = Citation(
        1, "toll-order", "The toll order", "", "2026-05-01", "", "", None, None, 0, 4, "Toll", "f0" * 32
    )
    said = Paragraph((Text("“Toll”", "fact", (1,)), Text("To be confirmed: the cost.", "gap")), label="Ask")
    memo = replace(
        MEMO, sections=(Section("Ask", (said,)),), citations=(cited,), gaps=("To be confirmed: the cost.",)
    )
    html = memo_html(memo, lay_out(memo, load_format("bluf")))
    assert "[to be confirmed: the cost]" in html and "<dd>[to be confirmed]</dd>" in html
    read = re.sub(r"(?s)<textarea.*?</textarea>|<[^>]*>", " ", html)
    assert "The toll order" in read and "The cost." in read
    assert not any(one in read for one in ("toll-order", "SHA-256", "f0f0", "Record:", "To be confirmed: "))
