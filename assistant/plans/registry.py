"""The plans by the kind of request that they answer. The catalogue answers questions about the library
itself, and a line of what can be done those about the program: these have no plan."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.plans import (
    arguments,
    claim,
    fact,
    figures,
    legal,
    pasted,
    positions,
    said,
    state,
    summary,
    timeline,
)
from assistant.plans.plan import PLAIN, Plan
from assistant.query.query import Query
from assistant.types import RequestKind

PLANS: Mapping[RequestKind, Plan] = {
    "fact": fact.PLAN,
    "summary": summary.PLAN,
    "timeline": timeline.PLAN,
    "arguments": arguments.PLAN,
    "positions": positions.PLAN,
    "said": said.PLAN,
    "state": state.PLAN,
    "figures": figures.PLAN,
    "legal": legal.PLAN,
    "claim": claim.PLAN,
}


def plan_of(query: Query) -> Plan:
    """The plan for what a query asks."""
    return pasted.PLAN if query.request.is_pasted else PLANS.get(query.request.kind, PLAIN)
