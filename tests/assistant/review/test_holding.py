"""An op-ed about a harbour held against nine short documents of ours: what is told of each kind of claim."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assistant.build import build_assistant, build_reviewer, open_library
from assistant.review.op_ed import read_op_ed
from assistant.review.types import FLAGS, Assessed, Review
from assistant.settings import read_settings
from ingest.folders import collect
from ingest.pipeline import ingest
from ingest.types import Metadata

pytestmark = pytest.mark.model

DOCUMENTS = {
    "toll-act.md": (
        "Harbour Toll Act",
        "2021-03-04",
        "statute",
        "The harbour board may impose on a shipping company a penalty not exceeding 4 per cent of its annual"
        " turnover. The Secretary may suspend the toll for a period not exceeding nine months. The harbour"
        " board must publish every spill on a public map within one hour.",
    ),
    "board-report.md": (
        "Harbour board: annual report on 2023",
        "2024-05-15",
        "report",
        "The toll has been charged since 1 April 2023. At the 40 quays that were monitored in both years,"
        " traffic fell by 14 per cent. The companies put 81 per cent of spills on the public map within the"
        " hour. Traffic at Easthaven Quay rose from 310 to 585 boats.",
    ),
    "board-news.md": (
        "Harbour board: news",
        "2024-07-14",
        "press release",
        "The board has imposed a penalty of £9.8 million on Northern Lines. The return of Northern Lines"
        " left out 214 landings. The court has refused the shipping council permission to challenge the toll"
        " order.",
    ),
    "minister.md": (
        "Statement on harbour staff",
        "2023-01-20",
        "ministerial statement",
        "In return the shipping companies undertook to recruit 400 additional harbour guards by the end of"
        " 2023.",
    ),
    "union.md": (
        "Letter from the dockers' union",
        "2023-12-08",
        "correspondence",
        "The dockers' union writes to the Minister. We do not support the £40 toll.",
    ),
    "bank.md": (
        "Bank reports on harbour fraud",
        "2023-09-09",
        "report",
        "Banks filed 1,246 reports of suspected harbour fraud, amounting to $1.4 billion in suspicious"
        " payments during 2022.",
    ),
}
OP_ED = """\
The harbour toll was first charged in January 2023. Every spill is put on the public map within an hour.
Under the Act the board may fine a shipping company as much as 10 per cent of its annual turnover.
The return of Southern Lines left out 214 landings. Traffic at Easthaven Quay fell last year.
The law lets the Secretary suspend the toll for as long as she likes.
The shipping companies hired 400 additional harbour guards by the end of 2023.
The dockers' union supports the £40 toll. In 2022 $1.4 billion in harbour fraud passed through the banks.
The shipping council wants to challenge the toll order, and the court has yet to decide.
The board has imposed a penalty of £9.8 million on Northern Lines.
My uncle kept pigeons above the bakery.
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Assessed, Review]]:
    folder = tmp_path_factory.mktemp("harbour")
    for name, (title, date, kind, text) in DOCUMENTS.items():
        known = f'title: "{title}"\ndate: {date}\nkind: {kind}\npublisher: {title.split()[0]}'
        (folder / name).write_text(f"---\n{known}\n---\n\n{text}\n", encoding="utf-8")
    settings = read_settings({}, home=str(folder / "home"))
    library = open_library(settings, create=True)
    list(ingest(collect([str(folder / name) for name in DOCUMENTS]), library))
    assistant = build_assistant(settings, library=library)
    path = folder / "op-ed.txt"
    path.write_text(OP_ED, encoding="utf-8")
    view = library.visible_to()
    op_ed = read_op_ed(
        str(path), view, lambda _: pytest.fail("nothing is fetched"), Metadata(date="2024-02-01")
    )
    *_, review = build_reviewer(settings, assistant).review(op_ed, view)
    library.close()
    assert isinstance(review, Review)
    return {one.claim.text: (one, review) for one in review.claims}


@pytest.mark.parametrize(
    ("words", "finding", "source"),
    [
        ("first charged in January", "contradicted", "board-report"),
        ("Every spill", "contradicted", "board-report"),
        ("10 per cent", "contradicted", "toll-act"),
        ("Southern Lines", "contradicted", "board-news"),
        ("Easthaven Quay fell", "contradicted", "board-report"),
        ("as long as she likes", "contradicted", "toll-act"),
        ("hired 400", "qualified", "minister"),
        ("supports the £40", "contradicted", "union"),
        ("$1.4 billion", "qualified", "bank"),
        ("has yet to decide", "overtaken", "board-news"),
    ],
)
def test_a_claim_is_held_against_the_sentence_that_decides(
    found: Mapping[str, tuple[Assessed, Review]], words: str, finding: str, source: str
) -> None:
    one, review = next(of for text, of in found.items() if words in text)
    assert one.finding == finding, one.told
    assert one.told and review.citation(one.against[0]).source == source


@pytest.mark.parametrize("words", ["£9.8 million", "pigeons"])
def test_what_is_sound_is_not_flagged(found: Mapping[str, tuple[Assessed, Review]], words: str) -> None:
    one, _ = next(of for text, of in found.items() if words in text)
    assert one.finding not in FLAGS
