"""The desk at which a memo is made: the questions asked of the library, the sentences that passed the check,
what they cite, and what is missing.

Every section's filler works at the same desk, so nothing is quoted twice and what two sections ask is looked
up once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import TypeAdapter

from assistant.answer.abstention import Coverage
from assistant.answer.inquiry import Drafting, Inquiry, Place, cite, place
from assistant.answer.notices import Notice
from assistant.lexicon.features import features
from assistant.lexicon.sameness import same_statement
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import content_stems, stems
from assistant.memo.cues import ENDS, tells_of
from assistant.memo.excerpt import excerpt, leans
from assistant.memo.formats import INPUTS, Ask, MemoFormat, SectionFormat
from assistant.memo.plan import plan
from assistant.memo.selection import latest_first, lines, recent, share, with_the_one_before
from assistant.memo.topic import core_of, head_of, phrase_of, question_of
from assistant.memo.types import MemoRequest
from assistant.memo.voices import introduced
from assistant.models.chat import Meter
from assistant.paper import Text
from assistant.query.period import wants_latest
from assistant.query.query import read_query
from assistant.query.requirements import read_requirements
from assistant.types import Citation, Draft, Evidence, Verdict, Withheld
from ingest.gloss import in_english, is_spanish
from ingest.types import EVERYBODY, EVERYTHING, Reader, Restriction

# What counts besides the retriever's score, in its units: a sentence that tells of what the section is about,
# each quote that its document has already, and each word beyond a comfortable length and beyond what the
# section likes.
_CUED = 5.0
_HEARD = 3.0
_ENDED = 6.0  # where the latest state is told: that something ended
_UNNAMED = (
    3.0  # what it costs a sentence to have none of the names in the topic: it may be about another country's
)
_IN_ANOTHER_LANGUAGE = 8.0  # unless its speaker is to be heard
_A_WORD_TOO_MANY, _COMFORTABLE = 0.06, 28
_A_WORD_OVER = 0.1
# ... naming all that the topic names; and how much that counts in units of the answerability model's logit.
_ON_TOPIC, _ON_TOPIC_ANSWERS = 14.0, 1.5
_LEAST_ON_TOPIC = (
    0.35  # a sentence that names less of it is about something else, unless it is its speaker who counts
)
_NOT_READ = -3.0  # of a passage that the answerability model did not read, there being better ones
_OF_THE_OPTION = 0.5
_STRETCHED, _STRETCHED_ON_A_PAGE = (
    2.0,
    1.5,
)  # times the longest quote that a section likes: what a law provides is seldom said in less
_FURTHEST_BELOW_BEST = 14.0
_READ_ABOUT = 40  # sentences: what is further down is about something else

GAP = "To be confirmed: "


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that passed the check, as it stands in the memo, with its evidence; a higher `score` is more
    pertinent."""

    text: Text
    evidence: tuple[Evidence, ...]
    score: float

    @property
    def date(self) -> str:
        """The date of the latest document that it rests on."""
        return max(one.source.date for one in self.evidence)


@dataclass(slots=True)
class Desk:
    """One memo in the making."""

    request: MemoRequest
    format: MemoFormat
    inquiry: Inquiry
    date: str
    reader: Reader = EVERYBODY
    restriction: Restriction = EVERYTHING
    stopped: Callable[[], bool] = lambda: False
    planned: dict[str, str] = field(default_factory=dict)
    citations: list[Citation] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)
    places: dict[Place, None] = field(default_factory=dict)
    raw: list[str] = field(default_factory=list)
    tokens: dict[str, int] = field(default_factory=dict)
    quoted: bool = False
    wrote: bool = False
    _found: dict[tuple[str, Restriction], Coverage] = field(default_factory=dict)

    # What is asked ------------------------------------------------------------------------------------------

    def fill(self, template: str, option: str = "") -> str:
        """A template with the request's values in it; `option` is what a question is about instead of the
        topic."""
        topic = self.request.topic
        known = {
            "topic": phrase_of(topic),
            "core": core_of(topic),
            "question": question_of(topic),
            "date": self.date,
            "to": self.request.to,
            "sender": self.request.sender,
            "deadline": self.request.deadline,
            "decision": self.request.decision,
            "position": self.request.position,
            "jurisdiction": self.request.jurisdiction,
            "option": option or core_of(topic),
        }
        return re.sub(r"\{(\w+)\}", lambda found: known[found[1]], template)

    def plan(self) -> None:
        """Have the chat model, where there is one, put the questions better.

        Raises:
            ServiceError: as in `plan.plan`.
        """
        chat = self.inquiry.chat
        if chat is None:
            return
        asked = {
            ask.question: (section.heading, ask.question)
            for section in self.format.section
            for ask in section.ask
        }
        open_to_it = {
            one: (heading, self.fill(one))
            for one, (heading, _) in asked.items()
            if "{option}" not in one and one != "{question}"
        }
        meter = self.inquiry.meter()
        notices: list[Notice] = []
        self.planned = plan(self.request.topic, open_to_it, chat, meter, notices, self.inquiry.rules)
        self.notices += map(self.inquiry.wording.notice, notices)
        self._add_tokens(meter)

    def question(self, ask: Ask, option: str = "") -> str:
        """What is asked of the library: as it was planned for this memo, or as the format has it."""
        return self.planned.get(ask.question) or self.fill(ask.question, option)

    def find(self, question: str, kinds: Sequence[str] = (), publisher: str = "") -> Coverage:
        """What the library has on a question, looked up once."""
        restriction = _narrowed(self.restriction, kinds, publisher)
        if kinds and (restriction is None or not self.inquiry.library.sources(self.reader, restriction)):
            restriction = _narrowed(
                self.restriction, (), publisher
            )  # a library without laws may still tell of them
        if restriction is None:
            return Coverage((), None, None)
        if (question, restriction) not in self._found:
            sources = self.inquiry.library.sources(self.reader, restriction)
            found = (
                self.inquiry.find(
                    [read_query(question, self.inquiry.rules, sources=sources)], self.reader, restriction
                )
                if sources
                else None
            )
            self._found[question, restriction] = found.covered[0] if found else Coverage((), None, None)
            for notice in self.inquiry.wording.quarantined(found.quarantined) if found else ():
                if notice not in self.notices:
                    self.notices.append(notice)
            for one in self._found[question, restriction].evidence:
                self.places[place(one)] = None
        return self._found[question, restriction]

    def names_topic(self, words: str) -> bool:
        """Whether the words name anything that the topic names: what is said of the topic may bear on
        them."""
        return bool(
            content_stems(words) & with_synonyms(content_stems(self.request.topic), self.inquiry.rules)
        )

    # What is told -------------------------------------------------------------------------------------------

    def tell(
        self,
        ask: Ask,
        section: SectionFormat,
        *,
        points: int = 0,
        publisher: str = "",
        opinion: bool = False,
        option: str = "",
    ) -> list[Told]:
        """At most so many sentences that answer a question of a section and passed the check, most pertinent
        first, none told before. What op-eds say is left out unless `opinion` is wanted, since it is said
        under its author's name only."""
        question, wanted = self.question(ask, option), points or ask.points
        covered = self.find(question, ask.kinds, publisher)
        evidence = self._pertinent(ask, question, covered.evidence, section, opinion, option)
        if not evidence or self.stopped():
            return []
        told: list[Told] = []
        for draft, verdict, score in self._drafts(
            ask, section, question, replace(covered, evidence=tuple(evidence)), wanted
        ):
            if verdict.judgement != "supported":
                self.withheld.append(self.inquiry.withheld(draft, verdict))
            elif len(told) < wanted:
                told.append(self._told(draft, score))
        return told

    def _told(self, draft: Draft, score: float) -> Told:
        notes = tuple(dict.fromkeys(self.cite(one) for one in draft.evidence))
        self.scores[draft.text] = score
        return Told(Text(draft.text, "fact", notes), draft.evidence, score)

    def cite(self, one: Evidence) -> int:
        """The number of the note that quotes it."""
        known = next((it.number for it in self.citations if (it.source, it.start, it.end) == place(one)), 0)
        if not known:
            self.citations.append(cite(one, len(self.citations) + 1))
        return known or len(self.citations)

    def lacking(self, ask: Ask, section: SectionFormat, *, opinion: bool = False, option: str = "") -> Text:
        """What stands where a question brought nothing new: where to look, if its answer was told before;
        else what is to be confirmed."""
        question = self.question(ask, option)
        if self._pertinent(ask, question, self.find(question, ask.kinds).evidence, section, opinion, option):
            return Text("See above.")
        return self.gap(self.fill(ask.empty or "the answer", option), "" if ask.voices else question)

    def gap(self, empty: str, question: str = "") -> Text:
        """What is to be confirmed, which goes on the memo's list too."""
        looked = f": nothing found in the library answers “{question}”" if question else ""
        text = f"{GAP}{empty}{looked}".rstrip(" .?:") + ("”." if looked and not looked.endswith("”") else ".")
        if text not in self.gaps:
            self.gaps.append(text)
        return Text(text, "gap")

    def own(self, template: str) -> Text:
        """A line of the writer's own words, or what is to be confirmed where they gave none."""
        names = re.findall(r"\{(\w+)\}", template)
        lacking = [name for name in names if not self.fill(f"{{{name}}}").strip()]
        if lacking:
            return self.gap(", ".join(INPUTS[name] for name in lacking))
        return Text(self.fill(template), "own" if names else "form")

    # How it is chosen ---------------------------------------------------------------------------------------

    def _pertinent(
        self,
        ask: Ask,
        question: str,
        evidence: Sequence[Evidence],
        section: SectionFormat,
        opinion: bool,
        option: str,
    ) -> list[Evidence]:
        """The evidence that answers the question and tells of what is wanted, as it may be quoted, best first
        by what counts here. What is said of an option names at least half of what it names."""
        must = [cue.strip("!") for cue in ask.cues if cue.endswith("!")]
        longest = ask.words or section.words
        kept = []
        for one in evidence[:_READ_ABOUT]:
            if (one.source.kind == "op-ed" and not opinion) or (
                option and share(content_stems(option), one, self.inquiry.rules) < _OF_THE_OPTION
            ):
                continue
            on_topic, answers = self._on_topic(one), _NOT_READ if one.answers is None else one.answers
            if answers + _ON_TOPIC_ANSWERS * on_topic < ask.sure or (
                on_topic < _LEAST_ON_TOPIC and not ask.voices
            ):
                continue
            if not all(tells_of(cue, one) for cue in must):
                continue
            shown = self._quotable(one, longest)
            if shown is not None:
                kept.append(shown)
        if ask.recent:
            kept = recent(kept)
        if room := section.line_each or max(0, section.lines - len(section.own)):
            kept = [one for one in kept if lines(introduced(one, brief=section.brief)) <= room] or kept
        scored = sorted(
            (
                replace(one, score=self._score(ask, one, longest, wants_latest(question, self.inquiry.rules)))
                for one in kept
            ),
            key=lambda one: -one.score,
        )
        if wants_latest(question, self.inquiry.rules):
            scored = latest_first(scored)
        best = max((one.score for one in scored), default=0.0)
        return [one for one in scored if one.score > best - _FURTHEST_BELOW_BEST]

    def _score(self, ask: Ask, one: Evidence, longest: int, latest: bool) -> float:
        words = len(one.text.split())
        cued = sum(tells_of(cue.strip("!"), one) for cue in ask.cues)
        return (
            one.score
            + _CUED * cued
            + _ON_TOPIC * self._on_topic(one)
            - _A_WORD_TOO_MANY * max(0, words - _COMFORTABLE)
            - _A_WORD_OVER * max(0, words - longest)
            - _UNNAMED * (not self._names_it(one))
            - _IN_ANOTHER_LANGUAGE * (is_spanish(one.text) and not ask.voices)
            + _ENDED * (latest and bool(ENDS.search(one.text)))
            - _HEARD * sum(it.source == one.source.slug for it in self.citations)
        )

    def _on_topic(self, one: Evidence) -> float:
        """The share of what the topic names that the sentence names too, with more weight on what the topic
        is about."""
        topic, rules = self.request.topic, self.inquiry.rules
        return 0.4 * share(stems(head_of(topic)), one, rules) + 0.6 * share(
            content_stems(phrase_of(topic)), one, rules
        )

    def _names_it(self, one: Evidence) -> bool:
        """Whether the sentence has one of the names in the topic, where the topic has any."""
        names = read_requirements(f"on {phrase_of(self.request.topic)}", self.inquiry.rules).names
        return not names or any(stems(name) <= stems(in_english(one.text)) for name in names)

    def _quotable(self, one: Evidence, longest: int) -> Evidence | None:
        """The sentence as it may be quoted; with the one before it where it leans on that."""
        if leans(one):
            joined = with_the_one_before(one)
            shown = excerpt(joined, longest, self.inquiry.rules, whole=True) if joined else None
        else:
            stretched = _STRETCHED_ON_A_PAGE if self.format.pages == 1 else _STRETCHED
            shown = excerpt(one, longest, self.inquiry.rules) or excerpt(
                one, int(stretched * longest), self.inquiry.rules
            )
        return self._paged(shown) if shown and not leans(shown) else None

    def _paged(self, one: Evidence) -> Evidence:
        """The quote with the pages on which it begins and ends."""
        pages = self.inquiry.library.pages(one.source.slug) if one.sentence.page is not None else ()
        on = [
            page.number for page in pages if page.start < one.sentence.end and page.end > one.sentence.start
        ]
        return replace(one, sentence=replace(one.sentence, page=on[0], page_end=on[-1])) if on else one

    def _drafts(
        self, ask: Ask, section: SectionFormat, question: str, covered: Coverage, wanted: int
    ) -> Iterator[tuple[Draft, Verdict, float]]:
        """The drafts with their verdicts: the chat model's where there is one, quotes where there is none."""
        if self.inquiry.chat is not None:
            drafting = Drafting(self.inquiry.meter(), wanted)
            yield from self._written(question, covered, drafting)
            if not drafting.quoted:
                return
        self.quoted = True
        check = self.inquiry.check(self.inquiry.meter())
        for _ in range(wanted):
            one = next((one for one in covered.evidence if not self._is_told(one)), None)
            if one is None:
                return
            draft = Draft(introduced(one, brief=section.brief), (one,), (one.text,))
            yield draft, check.verdict(draft), one.score

    def _written(
        self, question: str, covered: Coverage, drafting: Drafting
    ) -> Iterator[tuple[Draft, Verdict, float]]:
        """The chat model's sentences; where too few pass, the quotes are chosen here."""
        told_before, cited_before = set(self.scores), list(self.citations)
        for draft, verdict in self.inquiry.checked_drafts(question, [covered], (), drafting):
            if drafting.quoted:
                break
            stale = verdict.judgement == "supported" and all(
                _is_among(one, cited_before) for one in draft.evidence
            )
            if draft.text not in told_before and not stale:
                yield draft, verdict, covered.evidence[0].score
        self.wrote = self.wrote or bool(drafting.outcome and drafting.outcome.supported)
        if drafting.outcome is not None:
            self.raw += drafting.outcome.raw
            said = map(self.inquiry.wording.notice, drafting.outcome.notices)
            self.notices += [one for one in said if one not in self.notices]
        self._add_tokens(drafting.meter)

    def _add_tokens(self, meter: Meter) -> None:
        for name, count in meter.tokens.items():
            self.tokens[name] = self.tokens.get(name, 0) + count

    def _is_told(self, one: Evidence) -> bool:
        """Whether the memo quotes these words, or others that say the same."""
        rules = self.inquiry.rules
        own = features(one.text, rules)
        return _is_among(one, self.citations) or any(
            same_statement(own, features(it.quote, rules)) for it in self.citations
        )

    # What is kept -------------------------------------------------------------------------------------------

    def kept(self) -> dict[str, Any]:
        """What a stopped memo goes on from, as plain values."""
        return {
            "citations": _CITATIONS.dump_python(self.citations, mode="json"),
            "gaps": list(self.gaps),
            "notices": list(self.notices),
            "scores": dict(self.scores),
            "withheld": _WITHHELD.dump_python(self.withheld, mode="json"),
            "places": [list(one) for one in self.places],
            "raw": list(self.raw),
            "tokens": dict(self.tokens),
            "quoted": self.quoted,
            "wrote": self.wrote,
            "planned": dict(self.planned),
        }

    def take_up(self, kept: Mapping[str, Any]) -> None:
        """Go on from what was kept."""
        self.citations, self.withheld = (
            _CITATIONS.validate_python(kept["citations"]),
            _WITHHELD.validate_python(kept["withheld"]),
        )
        self.gaps, self.notices, self.raw, self.scores = (
            list(kept["gaps"]),
            list(kept["notices"]),
            list(kept["raw"]),
            dict(kept["scores"]),
        )
        self.places = dict.fromkeys((slug, start, end) for slug, start, end in kept["places"])
        self.tokens, self.quoted, self.wrote, self.planned = (
            dict(kept["tokens"]),
            kept["quoted"],
            kept["wrote"],
            dict(kept["planned"]),
        )


_CITATIONS = TypeAdapter(list[Citation])
_WITHHELD = TypeAdapter(list[Withheld])


def _narrowed(restriction: Restriction, kinds: Sequence[str], publisher: str) -> Restriction | None:
    """The restriction with these kinds and this publisher too; None where nothing can be within both."""
    if kinds:
        within = tuple(kind for kind in kinds if not restriction.kinds or kind in restriction.kinds)
        if not within:
            return None
        restriction = replace(restriction, kinds=within)
    return replace(restriction, publishers=(publisher,)) if publisher else restriction


def _is_among(one: Evidence, cited: Sequence[Citation]) -> bool:
    """Whether words of the evidence are cited."""
    return any(
        it.source == one.source.slug and it.start < one.sentence.end and one.sentence.start < it.end
        for it in cited
    )
