"""What the sections of a memo are made in: the request, what the library has for it, and the ledger.

All sections share it, so that nothing is quoted twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer.inquiry import Inquiry
from assistant.drafting.quotes import Quote
from assistant.lexicon.leads import without_leads
from assistant.lexicon.rules import Rules
from assistant.memo.assignment import is_open
from assistant.memo.cues import tells_of
from assistant.memo.excerpt import excerpt, leans, whole_sentences, without_number
from assistant.memo.findings import Findings
from assistant.memo.formats import INPUTS, Ask, MemoFormat, SectionFormat
from assistant.memo.ledger import Ledger
from assistant.memo.remarks import changed, paged, passed
from assistant.memo.sentences import Checked, drafted
from assistant.memo.spine import Place
from assistant.memo.types import MemoRequest
from assistant.paper import Text
from assistant.types import Evidence

_VARIABLE = re.compile(r"\{(\w+)\}")
_ON_ONE_SIDE = frozenset(("for", "against", "sides", "positions"))
"""What is wanted of whom it speaks for: op-eds are heard there too."""


_ADDRESS = re.compile(r"\bwww\.|https?://|\S@\S")
_ENDS = re.compile(r"[.;:!…][”\"’'»)\]]*$")
_LONG_WORD, _CAPITALS = 4, 0.6
_COMFORTABLE = 45  # words of a quote: a longer one is cut, where it may be
_STRETCHED = 1.5  # times the longest that a section likes: what a law provides is seldom said in less
_ENDING = 2.1  # the same, of what ended or changed what others tell: it names all of that


def fitting(quote: Quote, ask: Ask, longest: int, rules: Rules) -> Quote | None:
    """The quote as an ask takes it, in so many words (0: as many as it has); None where it does not."""
    one = quote.parts[0]
    # What is asked is nobody's statement, and where to turn, or what a part is called, is no fact.
    if any("?" in part.text or _ADDRESS.search(part.text) for part in quote.words):
        return None
    if not one.sentence.leads and len(quote.words) == 1 and _is_heading(one, rules):
        return None
    if one.source.kind == "op-ed" and ask.wants not in _ON_ONE_SIDE:
        return None
    if any(not any(tells_of(cue, part, rules) for part in quote.words) for cue in ask.cues):
        return None
    quote = _bare(quote, rules)
    if 0 < _STRETCHED * longest < _words(quote) and len(quote.words) == 1:
        quote = Quote((whole_sentences(quote.parts[0], longest, rules),))
    if _words(quote) <= (longest or _COMFORTABLE):
        return None if len(quote.words) == 1 and leans(one, rules) else quote
    if shorter := excerpt(one, longest or _COMFORTABLE, rules):
        return Quote((shorter,))
    stretched = _ENDING if any(part.overtakes for part in quote.words) else _STRETCHED
    return quote if _words(quote) <= stretched * longest or not longest else None


def _words(quote: Quote) -> int:
    return sum(len(part.text.split()) for part in quote.words)


def _is_heading(one: Evidence, rules: Rules) -> bool:
    """Whether a sentence is what a part of its document is called: it ends in no mark, and has no verb or
    capitals as headings do."""
    if one.sentence.role == "row" or _ENDS.search(one.text) or "|" in one.text:
        return False
    words = [word for word in one.text.split() if len(word) >= _LONG_WORD and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    return capitals > _CAPITALS * len(words) or not rules["excerpts"].of("verb").find(one.english)


def _bare(quote: Quote, rules: Rules) -> Quote:
    """The quote without the number that a list gives it, where it stands alone."""
    first = quote.parts[0]
    if len(quote.parts) > 1 or first.sentence.leads:
        return quote
    return Quote((without_number(first, rules),))


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence that passed the check, as it stands in the memo, with its evidence; a higher `score` is more
    relevant. `remarks` tell what became of it: that a later document changed it, that a day has passed."""

    text: Text
    evidence: tuple[Evidence, ...]
    score: float
    remarks: tuple[Text, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether a later document, which a remark cites, changed it."""
        return any(one.notes for one in self.remarks)

    @property
    def texts(self) -> tuple[Text, ...]:
        """The sentence, and what is remarked of it."""
        return (self.text, *self.remarks)

    @property
    def date(self) -> str:
        """The date of the latest document that it rests on."""
        return max(one.source.date for one in self.evidence)


@dataclass(frozen=True, slots=True)
class Context:
    """One memo in the making, on which day."""

    format: MemoFormat
    request: MemoRequest
    date: str
    inquiry: Inquiry
    findings: Findings
    allotted: Mapping[Place, Sequence[Quote]]
    ledger: Ledger
    stopped: Callable[[], bool] = lambda: False

    def facts(self, ask: Ask, section: SectionFormat) -> list[Fact]:
        """What an ask of a section is to tell, as sentences that passed the check; the quotes of one document
        and voice follow one introduction."""
        chosen = self.allotted[self.format.section.index(section), section.ask.index(ask)]
        if not chosen or self.stopped():
            return []
        found: list[Fact] = []
        for one in drafted(chosen, self.request.topic, self.inquiry, self.ledger, brief=section.brief):
            if one.verdict.judgement != "supported":
                self.ledger.withheld.append(self.inquiry.withheld(one.draft, one.verdict))
            else:
                found.append(self._fact(one))
        return found

    def _fact(self, one: Checked) -> Fact:
        notes = tuple(
            dict.fromkeys(
                self.ledger.cite(paged(part, self.inquiry.view)) for part in without_leads(one.draft.evidence)
            )
        )
        self.ledger.scores[one.draft.shown] = one.score
        told, evidence = Text(one.draft.shown, "fact", notes), one.draft.evidence
        remarks = (
            *changed(evidence, self.inquiry, self.ledger),
            *passed(evidence, self.date, self.inquiry.rules),
        )
        return Fact(told, evidence, one.score, remarks)

    def gap(self, ask: Ask) -> None:
        """Note what is to be confirmed where an ask found nothing, and what would settle it; what another
        section tells, or what there was no room for, was found."""
        rules = self.inquiry.rules
        found = ask.wants != "spine" and any(
            fitting(one, ask, ask.words, rules) for one in self.findings.of(ask.wants)
        )
        if ask.empty and not found:
            would = f"; {ask.settles} would" if ask.settles else ""
            self.ledger.gap(f"{ask.empty}; no document of the library tells it{would}")

    def own(self, template: str) -> Text:
        """A line of the writer's own words, or what is to be confirmed where they gave none."""
        names = _VARIABLE.findall(template)
        if lacking := [INPUTS[name] for name in names if not self.fill(f"{{{name}}}").strip()]:
            return self.ledger.gap(", ".join(lacking))
        return Text(self.fill(template), "own" if names else "form")

    def own_lines(self, lines: Sequence[str]) -> Iterator[tuple[str, tuple[Text, ...]]]:
        """The lines with their labels; a bar divides what may be lacking apart."""
        for line in lines:
            label, colon, rest = line.partition(": ")
            is_labelled = bool(colon) and "{" not in label
            told = tuple(self.own(part) for part in (rest if is_labelled else line).split(" | "))
            yield label if is_labelled else "", told

    def fill(self, template: str) -> str:
        """A template with the request's values in it."""
        request = self.request
        known = {
            "topic": " ".join(request.topic.split()),
            "date": self.date,
            "to": request.to,
            "sender": request.sender,
            "deadline": request.deadline,
            "decision": request.decision,
            "choice": "" if is_open(request.decision) else request.decision,
            "position": request.position,
            "jurisdiction": request.jurisdiction,
        }
        return _VARIABLE.sub(lambda found: known[found[1]], template)
