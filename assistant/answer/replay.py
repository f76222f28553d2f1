"""A recorded answer checked again, from its entry and what is stored today: do its quotes stand where they
stood, and does the check say of its sentences what it said then?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.answer.record_reading import kind_of, named
from assistant.check.check import Check
from assistant.retrieval.neighbours import with_sentence_before
from assistant.types import Answer, Citation, Draft, Evidence, Verdict
from ingest.errors import UsageError
from ingest.types import Lead, Passage, Sentence
from ingest.view import View


@dataclass(frozen=True, slots=True)
class Replayed:
    """A sentence that was checked: what was said of it then, and what is today. Without a word of today, what
    it rests on is no longer there; `told` says why."""

    text: str
    then: str
    now: str = ""
    told: str = ""

    @property
    def is_same(self) -> bool:
        """Whether the check says the same."""
        return self.then == self.now


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of checking a recorded answer again: its sentences, what differs in what it rests on, and
    what is told besides, which changes nothing by itself."""

    id: str
    at: str
    question: str
    sentences: tuple[Replayed, ...]
    differs: tuple[str, ...]
    told: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether the answer would be given today as it was."""
        return not self.differs and all(one.is_same for one in self.sentences)


def recorded(draft: Draft, verdict: Verdict) -> dict[str, Any]:
    """What the record keeps of a sentence that was checked, so that it can be checked again."""
    kinds = {"failures": [one.kind for one in verdict.failures]} if verdict.failures else {}
    introduced = {"introduction": draft.introduction} if draft.introduction else {}
    return {
        "text": draft.text,
        **introduced,
        "quotes": bool(draft.quotes),
        "verdict": verdict.judgement,
        **kinds,
        "evidence": [_place(one) for one in draft.evidence],
    }


def _place(one: Evidence) -> dict[str, Any]:
    sentence = one.sentence
    leads = [[lead.start, lead.end, lead.page, lead.place] for lead in sentence.leads]
    passage = {"passage": [one.passage.start, one.passage.end]}
    place = {"source": one.source.slug, "start": sentence.start, "end": sentence.end}
    return place | passage | {"sha256": one.source.sha256} | ({"leads": leads} if leads else {})


def answer_named(entries: Iterable[dict[str, Any]], beginning: str) -> dict[str, Any]:
    """The entry of the answer whose id begins so.

    Raises:
        UsageError: there is none, or several are; or its words are no longer kept.
    """
    found = [one for one in named(entries, beginning) if kind_of(one) in ("answer", "tombstone")]
    ids = {one[kind_of(one)].get("id") for one in found}
    if not found or len(ids) > 1:
        raise UsageError(
            f"{'several answers' if found else 'no answer'} on record with the id {beginning!r}",
            hint="`pincite record list` shows the ids; `pincite verify` checks a memo",
        )
    if "answer" not in found[-1]:
        raise UsageError(
            f"the words of the answer {beginning!r} are no longer kept: {found[-1]['tombstone'].get('why')}",
            hint="a backup of before may have them",
        )
    return found[-1]


def replay(entry: Mapping[str, Any], check: Check, digests: Mapping[str, str]) -> Replay:
    """Check a recorded answer again. `digests` are those of today's settings, prompts and rules."""
    answer, view = Answer.from_json(entry["answer"]), check.view
    differs = [moved for one in answer.citations if (moved := _moved(one, view))]
    drafts = entry.get("drafts")
    told = list(_other_digests(entry, digests))
    if drafts is None:
        told.append(
            "the record of then does not say what each sentence rests on: its quotes alone are checked"
        )
    return Replay(
        answer.id,
        str(entry.get("at", "")),
        answer.question,
        tuple(_checked(one, check) for one in drafts or ()),
        tuple(dict.fromkeys(differs)),
        tuple(told),
    )


def _other_digests(entry: Mapping[str, Any], digests: Mapping[str, str]) -> Iterator[str]:
    then = {
        "settings": entry["answer"].get("settings"),
        "prompts": entry.get("prompts"),
        "rules": entry.get("rules"),
    }
    for name, now in digests.items():
        if then[name] != now:
            yield f"the {name} are not those of then ({then[name] or 'unknown'}, today {now})"


def _moved(cited: Citation, view: View) -> str:
    """What is no longer as a citation says, or nothing."""
    source = next((one for one in view.sources if one.slug == cited.source), None)
    if source is None:
        return f"[{cited.number}] {cited.source} is no longer in the library"
    if view.text(cited.source)[cited.start : cited.end] != cited.quote:
        changed = ", whose file is another now" if source.sha256 != cited.sha256 else ""
        return f"[{cited.number}] the quote no longer stands where it stood in {cited.source}{changed}"
    if source.sha256 != cited.sha256:
        return f"[{cited.number}] the file of {cited.source} is another now; the quote stands where it stood"
    return ""


def _checked(kept: Mapping[str, Any], check: Check) -> Replayed:
    introduction = kept.get("introduction", "")
    shown, then = f"{introduction} {kept['text']}".strip(), str(kept["verdict"])
    if "refused by judge" in kept.get("failures", ()):
        return Replayed(shown, then, then, "a chat model judged it, which is not asked again")
    try:
        evidence = tuple(_evidence(one, check) for one in kept["evidence"])
    except _Gone as gone:
        return Replayed(shown, then, told=str(gone))
    quotes = tuple(one.text for one in evidence) if kept["quotes"] else ()
    verdict = replace(check, judge=None).verdict(
        Draft(kept["text"], evidence, quotes, introduction=introduction)
    )
    why = ", ".join(one.kind for one in verdict.failures) if verdict.judgement != then else ""
    return Replayed(shown, then, verdict.judgement, why)


class _Gone(Exception):
    """What a sentence rests on is not there."""


def _evidence(place: Mapping[str, Any], check: Check) -> Evidence:
    view = check.view
    source = next((one for one in view.sources if one.slug == place["source"]), None)
    if source is None:
        raise _Gone(f"{place['source']} is no longer in the library")
    if source.sha256 != place["sha256"]:
        raise _Gone(f"the file of {place['source']} is another now")
    text, (first, last) = view.text(source.slug), place["passage"]
    passage = next((one for one in view.passages(source.slug) if one.end == last), None)
    if passage is None:
        passage = Passage(source.slug, 0, first, last, text[first:last])
    elif first < passage.start:
        passage = with_sentence_before(passage, view, check.rules)
    start, end = place["start"], place["end"]
    touched = (one for one in passage.sentences if one.start < end and start < one.end)
    leads = tuple(
        Lead(begin, stop, text[begin:stop], page, said) for begin, stop, page, said in place.get("leads", ())
    )
    sentence = replace(next(touched, Sentence(start, end)), start=start, end=end, leads=leads)
    return Evidence(source, passage, sentence, text[start:end])
