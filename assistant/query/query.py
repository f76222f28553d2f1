"""A question as every later step knows it: what is searched, what ranks what is found, and what an answer has
to hold. It is read once, so that no later step looks into its words again.

Searching with the last turn alone loses what it leans on, searching with all turns drowns it. So several
searches are fused, the last turn alone, after the first and after the one before, and what they find is
ranked by the last turn, with a smaller say for what it leans on (measured in eval/LOG.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.lexicon.rules import Rules
from assistant.query.conversation import exchanged, with_what_it_leans_on
from assistant.query.kinds import kinds_meant
from assistant.query.period import ANY_TIME, Period, asked_period, wants_latest
from assistant.query.request import PLAIN, Request
from assistant.query.requirements import NONE, Requirements, presupposes, read_requirements
from assistant.types import Turn
from ingest.full_text import full_text_terms
from ingest.gloss import in_english
from ingest.types import Source

# How much what the turn says with those before it counts in ranking, where it leans on them (eval/LOG.md).
_STANDALONE_COUNTS = 0.3
# A turn of fewer words that say something (“why them?”) tells nothing to rank by.
_FEWEST_TO_RANK_BY = 1


@dataclass(frozen=True, slots=True)
class Variant:
    """A wording of a question, in English, and how much it counts where texts are ranked by it."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Query:
    """A question, read. `standalone` is how it reads without its conversation; `searches` are fused, the
    question's own first; `variants` rank what they find: the question's own, and last the standalone one.

    `period` is the time that it names of the documents, `requirements` what a sentence must hold to answer.
    It `wants_latest` where it asks how things stand now, and `presupposes` where it takes for granted that
    what it names belongs together. `kinds_meant` are the kinds of which it means one document without saying
    which, and it `is_open` where it names nothing that tells documents apart; both are of the standalone
    question. `request` is the kind of answer that is asked for, which chooses the plan.
    """

    question: str
    standalone: str
    searches: tuple[str, ...]
    variants: tuple[Variant, ...]
    period: Period = ANY_TIME
    requirements: Requirements = NONE
    wants_latest: bool = False
    presupposes: bool = False
    is_open: bool = False
    kinds_meant: frozenset[str] = frozenset()
    request: Request = PLAIN


def read_query(
    question: str,
    rules: Rules,
    *,
    history: Sequence[Turn] = (),
    sources: Sequence[Source] = (),
    rewritten: str = "",
    request: Request = PLAIN,
) -> Query:
    """A question about these sources after the turns of its conversation, oldest first; `rewritten` is how a
    chat model put it to stand alone, where one did, and `request` what it asks for."""
    put = rewritten or exchanged(question, history, rules)
    own = request.subject or question
    asked = put or own
    standalone = put or with_what_it_leans_on(own, history, rules)
    if standalone != asked and len(full_text_terms(asked)) < _FEWEST_TO_RANK_BY:
        asked = standalone
    searches = [asked]
    if history:
        searches += [f"{history[0].question} {own}", f"{history[-1].question} {own}"]
    searches += [in_english(search) for search in searches]
    variants = [Variant(in_english(asked))]
    requirements = whole = read_requirements(asked, rules)
    if standalone != asked:
        whole = read_requirements(standalone, rules)
        variants = [
            Variant(in_english(asked), 1 - _STANDALONE_COUNTS),
            Variant(in_english(standalone), _STANDALONE_COUNTS),
        ]
    period = asked_period(asked, sources, rules)
    period = period if period != ANY_TIME else asked_period(standalone, sources, rules)
    if request.kind == "claim":  # whoever said it then, the record may tell of it at any time
        period = replace(period, said=False)
    return Query(
        question=put or question,
        standalone=question if standalone == own else standalone,
        searches=tuple(dict.fromkeys(searches)),
        variants=tuple(variants),
        period=period,
        requirements=requirements,
        wants_latest=request.kind == "state" or wants_latest(asked, rules),
        presupposes=presupposes(asked, rules),
        is_open=not (whole.names or whole.numbers or whole.phrases),
        kinds_meant=kinds_meant(standalone, rules),
        request=request,
    )


def read_claim(claim: str) -> Query:
    """A statement to be looked for; it requires nothing."""
    english = in_english(claim)
    return Query(claim, claim, (english,), (Variant(english),))
