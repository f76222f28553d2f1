"""What the record says to each statement of a pasted text: several are checked in one turn, so that the
models read few sentences for each."""

from __future__ import annotations

from assistant.guard.screening import Screened
from assistant.plans.plan import Plan
from assistant.query.query import Query
from assistant.retrieval.evidence import find_evidence
from assistant.retrieval.options import Options
from assistant.retrieval.retriever import Retriever

# A third of what is read for a question: three statements together take as long as one.
_READ = Options(pool=24, passages=24, reranking="none", sentences=24)


def _find(query: Query, retriever: Retriever) -> Screened:
    return find_evidence(query, retriever, _READ)


PLAN = Plan(find=_find)
