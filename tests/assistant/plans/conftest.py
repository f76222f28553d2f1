"""A small library of several voices, for the plans that tell them apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.build import open_library
from assistant.lexicon.rules import our_rules
from assistant.query.query import Query, read_query
from assistant.query.request import Request
from assistant.retrieval.retriever import Retriever
from assistant.settings import Settings
from assistant.types import RequestKind
from ingest.folders import collect
from ingest.pipeline import ingest

_PAPERS = {
    "debate": """---
title: Harbour Committee, debate on the bridge toll
publisher: Council of Holm
date: 2023-03-02
kind: transcript
---
MS. GREY: The toll on the Alder bridge would cost every baker in Holm 90 crowns a month. Bread would rise.

MR. PELL: We charge the toll because the bridge needs new bearings. Without it there is no money.

REPORTER: Mr Pell, what about the ferry?

MR. PELL: It sails as before. Nobody on the island has complained to me.

MS. GREY: The lighthouse is to be painted in May, and I welcome it.
""",
    "remarks": """---
title: Remarks by Mayor Ada Grey on the opening of the market
publisher: Council of Holm
date: 2022-05-09
kind: statement
---
The market has 40 stalls. I promised in the winter that no toll would be charged on the Alder bridge.
""",
    "release": """---
title: Bridge bearings ordered
publisher: Harbour Office
date: 2023-04-11
kind: press release
---
The office ordered new bearings for the Alder bridge today. “The toll pays for them,” said Deputy Harbour
Master for Works Tomas Pell. “It ends when they are paid.” Mayor Grey said that the toll should end now.
""",
    "order": """---
title: Bridge Toll Order 4
publisher: Council of Holm
date: 2023-02-01
kind: order
---
Whereas the carriers of Holm have failed to pay for the wear of the Alder bridge, and the bridge constitutes a
danger to all who cross it, the Council orders as follows. A toll of 3 crowns is charged on the Alder bridge.
""",
    "column": """---
title: Scrap the toll
publisher: The Holm Post
author: Ines Varga
date: 2023-03-20
kind: op-ed
---
The toll on the Alder bridge is unjustified, since the bridge carried 400 carts a day before it and carries
200 now. The toll was never approved by the Council.
""",
}


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    """Searches the library."""
    folder = tmp_path_factory.mktemp("voices")
    for name, text in _PAPERS.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    library = open_library(Settings(), folder / "home", create=True)
    ingest(collect([str(folder)]), library)
    yield Retriever(library.visible_to(), our_rules())
    library.close()


def asked(turn: str, retriever: Retriever, **request: object) -> Query:
    """A turn, with what was read of its request."""
    kind: RequestKind = "said"
    read = Request(**{"kind": kind, "subject": turn, **request})  # type: ignore[arg-type]
    return read_query(turn, retriever.rules, sources=retriever.view.sources, request=read)
