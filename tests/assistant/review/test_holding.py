"""An op-ed about a harbour held against short documents of ours: what is told of each kind of claim."""

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
DOCUMENTS |= {
    "fund.md": (
        "Harbour restoration fund: year's account",
        "2023-06-30",
        "report",
        "By 31 May 2023 the harbour fund had committed £2.7 million to 19 seagrass projects. The harbour"
        " office at Westport closed for almost a month after the storm of 2022.",
    ),
    "pilots.md": (
        "Letter from the pilots' guild",
        "2023-11-02",
        "correspondence",
        "In March the pilots' guild supported the night closure of Eelgrass Channel. It did so in public."
        " The guild now writes to withdraw that support.",
    ),
    "dredger.md": (
        "Dredging programme: news",
        "2024-05-09",
        "press release",
        "The dredger for Eelgrass Channel is now expected in March 2025, nine months later than planned.",
    ),
    "landings.md": (
        "Landings of the season 2023",
        "2023-11-28",
        "report",
        "Landings of herring fell at Tamar Lines, from 1,960 tonnes to 1,394. They rose at Northern Lines,"
        " from 1,310 tonnes to 1,585. The landings of herring are not on the same basis as the"
        " fish council's count of 3,100 tonnes.",
    ),
    "rates.md": (
        "Pilotage rates order",
        "2024-06-01",
        "regulation",
        "The order raises the pilotage rate from £310 to £420 for each passage.",
    ),
    "arrests.md": (
        "Customs report on smuggling at Westport",
        "2023-04-03",
        "press release",
        "The second-in-command of the tobacco smuggling ring at Westport was arrested by Danish police in"
        " February 2023.",
    ),
    "guide.md": (
        "A guide to harbour law",
        "2024-08-20",
        "note",
        "Smuggling of diesel under section 7 of the Ports Act carries up to 15 years in prison.",
    ),
    "deaths.md": (
        "Deaths on the water in 2023",
        "2024-01-15",
        "report",
        "In 2023 there were 1,204 deaths in boating accidents of all kinds.",
    ),
    "closure.md": (
        "Order on the closure of Saltmarsh Quay",
        "2023-02-01",
        "executive order",
        "The closure of Saltmarsh Quay is suspended under Order 12.",
    ),
    "closure-ended.md": (
        "Order ending the suspension of the closure of Saltmarsh Quay",
        "2023-09-01",
        "executive order",
        "The suspension of the closure of Saltmarsh Quay under Order 12 is revoked.",
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
The harbour fund has already spent £2.7 million on 19 seagrass projects.
In 2022 the harbour office at Westport stayed shut for the better part of a year.
The pilots' guild stands behind the night closure of Eelgrass Channel to this day.
The dredger for Eelgrass Channel will be at work next summer.
All three lines landed less herring than the season before.
A passage with a pilot costs £310 in this harbour.
The second-in-command of the tobacco smuggling ring at Westport was arrested by Swedish police.
Drowning killed 980 boaters in 2022.
The closure of Saltmarsh Quay is suspended.
Smuggling of diesel under section 7 of the Ports Act carries up to 10 years in prison.
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
        ("already spent £2.7 million", "qualified", "fund"),
        ("the better part of a year", "contradicted", "fund"),
        ("stands behind the night closure", "overtaken", "pilots"),
        ("next summer", "overtaken", "dredger"),
        ("less herring", "contradicted", "landings"),
        ("costs £310", "overtaken", "rates"),
        ("Swedish police", "contradicted", "arrests"),
        ("Saltmarsh Quay is suspended", "overtaken", "closure-ended"),
        ("up to 10 years", "contradicted", "guide"),
    ],
)
def test_a_claim_is_held_against_the_sentence_that_decides(
    found: Mapping[str, tuple[Assessed, Review]], words: str, finding: str, source: str
) -> None:
    one, review = next(of for text, of in found.items() if words in text)
    assert one.finding == finding, one.told
    assert one.told and review.citation(one.against[0]).source == source


@pytest.mark.parametrize("words", ["£9.8 million", "pigeons", "Drowning killed 980"])
def test_what_is_sound_is_not_flagged(found: Mapping[str, tuple[Assessed, Review]], words: str) -> None:
    one, _ = next(of for text, of in found.items() if words in text)
    assert one.finding not in FLAGS
