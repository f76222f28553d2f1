"""Sentences that real chat models write over real evidence, to be labelled by reading.

    python -m eval.written_made find --set bundled --home DIR --questions FILE… >> GROUPS
    python -m eval.written_made write --groups GROUPS --model NAME --url URL --home SET=DIR >> RAW
    python -m eval.written_made keep --set bundled --home DIR --labels LABELS RAW… > FILE

`find` asks every question as the product does, without a chat model, and keeps what each draft of its plan
rests on: a group of one document's sentences, and all that was found. `write` has a model behind an OpenAI
endpoint write one or two sentences of each group (`group`), or an answer from all that was found (`all`), and
keeps every sentence with the places that it was given. Nothing of the program judges them here. `keep` puts
the labels of those who read them (lines of a sentence's key, label, kind and second label) to them; the words
of documents that are not ours are kept as places only."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.answer.assistant import Assistant
from assistant.answer.record import Record
from assistant.build import open_library
from assistant.drafting.chat import brief, draft_with_chat
from assistant.lexicon.dates import readable_date
from assistant.lexicon.leads import without_leads
from assistant.lexicon.rules import load_rules
from assistant.lexicon.words import content_stems
from assistant.models.chat import Meter, Patience, make_chat_model, reply
from assistant.render.english import WORDING
from assistant.settings import read_settings
from assistant.types import Evidence, Turn
from eval.places import evidence_at
from eval.written_rows import digest_of_words, half_of, parts_of
from ingest.errors import PinciteError
from ingest.library import Library
from ingest.sentences import split_sentences
from ingest.view import View

SYSTEM = (
    "You write for a policy office. From the quotes you are given, write {many} plain sentences that help to"
    " answer the question. Say only what the quotes say. Keep numbers, dates, names and units as they are."
)
"""What the model is told for a group; for `all` it gets the product's own prompts."""
_GROUP_TOKENS, _ALL_TOKENS = 140, 260
_PATIENCE_S = 900  # a small machine that does other things too
_LIMIT = 6  # sentences of an answer from all that was found
_MOST_OF_A_GROUP = 4
Place = tuple[str, int, int]


class _Kept(Record):
    """A record that keeps its last entry and writes nothing."""

    last: Mapping[str, Any] = {}

    def keep(self, entry: dict[str, Any]) -> tuple[str, ...]:
        self.last = entry
        return ()


def find(library: Library, questions: Sequence[Mapping[str, Any]], name: str) -> Iterator[dict[str, Any]]:
    """The groups of evidence of each question's drafts, and all that was found for it in documents of one
    half."""
    kept = _Kept(library.home)
    assistant = Assistant(library, load_rules(library.home), WORDING, record=kept)
    view = library.visible_to()
    for row in questions:
        turns: tuple[Turn, ...] = ()
        try:
            for turn in row.get("history") or ():
                turns = (*turns, Turn(turn["question"], assistant.ask(turn["question"], turns).text))
            answer = assistant.ask(row["question"], turns)
        except PinciteError as error:
            print(f"eval: {row['id']}: {error.message}", file=sys.stderr)
            continue
        by_number = {one.number: (one.source, one.start, one.end) for one in answer.citations}
        told = {"set": name, "id": row["id"], "kind": answer.kind, "question": answer.standalone_question}
        for sentence in answer.sentences:
            places = _without_leads([by_number[one] for one in sentence.citations], view)
            if len({slug for slug, _, _ in places}) == 1:
                yield {**told, "style": "group", "places": places[:_MOST_OF_A_GROUP]}
        halves: dict[str, list[Place]] = defaultdict(list)
        for slug, start, end in kept.last.get("evidence", ()):
            halves[half_of(slug)].append((slug, start, end))
        if halves and answer.sentences:
            yield {**told, "style": "all", "places": max(halves.values(), key=len)}


def _without_leads(places: Sequence[Place], view: View) -> list[Place]:
    found = without_leads([evidence_at(view, *place) for place in places])
    return [(one.source.slug, one.sentence.start, one.sentence.end) for one in found]


def find_in_passages(
    view: View, queries: Sequence[Mapping[str, Any]], relevant: Mapping[str, Sequence[str]]
) -> Iterator[dict[str, Any]]:
    """A group for each relevant passage of a benchmark's questions: the three sentences that follow one
    another and have most of the question's words."""
    for row in queries:
        question = row.get("rewrite") or row["text"]
        asked = content_stems(question)
        for slug in relevant.get(row["_id"], ()):
            sentences = [one for passage in view.passages(slug) for one in passage.sentences]
            runs = [sentences[at : at + 3] for at in range(max(1, len(sentences) - 2))]
            text = view.text(slug)
            best = max(runs, key=lambda run: len(asked & content_stems(text[run[0].start : run[-1].end])))
            yield {
                "set": "mtrag",
                "id": row["_id"],
                "kind": "fact",
                "question": question,
                "style": "group",
                "places": [(slug, one.start, one.end) for one in best],
            }


def write(
    group: Mapping[str, Any], view: View, model: Any, name: str, temperature: float, many: str = "one or two"
) -> Iterator[dict[str, Any]]:
    """The sentences that the model writes of a group or of all that was found, each with its places; those of
    an answer also with the places that it cites."""
    evidence = [evidence_at(view, *place) for place in group["places"]]
    told = {**group, "model": name, "temperature": temperature}
    if group["style"] == "all":
        given = brief(
            group["question"],
            evidence,
            (),
            model=name,
            context_tokens=3000,
            reply_tokens=_ALL_TOKENS,
            limit=_LIMIT,
        )
        for one in draft_with_chat(model, given, reply_tokens=_ALL_TOKENS, meter=_patient(), raw=[]):
            places = [_place(given.by_id[mark]) for mark in one.ids]
            shown = [_place(each) for each in given.by_id.values()]
            yield {**told, "places": shown, "cited": places, "text": one.text}
        return
    messages = [
        ("system", SYSTEM.format(many=many)),
        ("user", group_prompt(group["question"], evidence, many)),
    ]
    written = reply(model, messages, max_tokens=_GROUP_TOKENS, meter=_patient())
    for text in sentences_of(written):
        yield {**told, "cited": group["places"], "text": text}


def _patient() -> Meter:
    return Meter(patience=Patience(_PATIENCE_S))


def _place(one: Evidence) -> Place:
    return one.source.slug, one.sentence.start, one.sentence.end


def group_prompt(question: str, evidence: Sequence[Evidence], many: str) -> str:
    """The question, one document's quotes, and what is known of the document."""
    source = evidence[0].source
    known = {
        "Document": source.title,
        "Kind": source.kind,
        "By": source.author or source.publisher,
        "Date": readable_date(source.date),
        "Speaker": evidence[0].sentence.speaker,
    }
    head = "\n".join(f"{key}: {value}" for key, value in known.items() if value)
    quotes = "\n".join(f"- {' '.join(one.statement.split())}" for one in evidence)
    return f"{head}\nQuotes:\n{quotes}\n\nQuestion: {question}\n\n{many.capitalize()} sentences:"


def sentences_of(written: str) -> list[str]:
    """The sentences of a reply, without the marks of lists."""
    found = []
    for line in re.finditer(r"[^\n]+", written):
        for start, end in split_sentences(written, line.start(), line.end()):
            text = re.sub(r"^[\s\-*•#>\d.)]*(?=[^\W\d_“\"'$])", "", written[start:end]).strip()
            if re.search(r"\w", text):
                found.append(text.replace("**", ""))
    return found


def _questions(paths: Sequence[Path], every: int) -> list[dict[str, Any]]:
    rows = []
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        read = [json.loads(line) for line in lines if line.strip()]
        rows += [{**row, "question": row.get("question") or row["request"]} for row in read[:: max(1, every)]]
    return rows


def _find(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    library = open_library(read_settings(home=str(options.home)))
    try:
        yield from find(library, _questions(options.questions, options.every), options.set)
    finally:
        library.close()


def _write(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    lines = options.groups.read_text(encoding="utf-8").splitlines()
    groups = [json.loads(line) for line in lines][options.first :: max(1, options.every)]
    homes = dict(one.split("=", 1) for one in options.home)
    views: dict[str, View] = {}
    chat = make_chat_model(options.model, base_url=options.url, timeout_s=_PATIENCE_S)
    for number, group in enumerate(groups):
        if group["style"] not in options.styles.split(","):
            continue
        if group["set"] not in views:
            views[group["set"]] = open_library(read_settings(home=homes[group["set"]])).visible_to()
        temperature = 0.7 if number % 3 == 2 else 0.0  # so that errors occur
        chat.temperature = temperature  # type: ignore[attr-defined]
        yield from write(group, views[group["set"]], chat, options.model, temperature, options.many)


def key_of(row: Mapping[str, Any]) -> str:
    """What a sentence is labelled by: its model, set, places and words."""
    parts = [row["model"], row["set"], sorted(map(list, row["places"])), row["text"]]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:10]


def keep(
    rows: Sequence[Mapping[str, Any]], labels: Mapping[str, Sequence[str]], view: View, *, is_ours: bool
) -> Iterator[dict[str, Any]]:
    """The labelled sentences as their file holds them, each once."""
    kept: set[tuple[str, ...]] = set()
    for row in rows:
        key = key_of(row)
        said = (row["text"], *sorted(slug for slug, _, _ in row["places"]))
        if key not in labels or said in kept:
            continue
        kept.add(said)
        evidence = [evidence_at(view, *place) for place in row["places"]]
        places = [
            [*place, digest_of_words(one.text)] for place, one in zip(row["places"], evidence, strict=True)
        ]
        label, kind, second = (*labels[key], "", "")[:3]
        text = row["text"] if is_ours else parts_of(row["text"], [one.statement for one in evidence])
        yield {
            "id": key,
            "model": row["model"],
            "temperature": row["temperature"],
            "style": row["style"],
            "asked": row["id"],
            **({"question": row["question"]} if is_ours else {}),
            "text": text,
            "given": places,
            "cited": [row["places"].index(place) for place in row["cited"]],
            "label": label,
            "kind": kind,
            **({"second": second} if second else {}),
            "half": half_of(places[0][0]),
        }


def _keep(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    lines = [line for path in options.raw for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in map(json.loads, lines) if row["set"] == options.set]
    labels = [line.split("\t") for line in options.labels.read_text(encoding="utf-8").splitlines()]
    library = open_library(read_settings(home=options.home))
    try:
        view, is_ours = library.visible_to(), options.set in ("bundled", "second")
        yield from keep(rows, {key: said for key, *said in labels}, view, is_ours=is_ours)
    finally:
        library.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m eval.written_made", description=__doc__)
    commands = parser.add_subparsers(required=True)
    finding = commands.add_parser("find")
    finding.add_argument("--set", required=True)
    finding.add_argument("--home", required=True)
    finding.add_argument("--questions", required=True, nargs="+", type=Path)
    finding.add_argument("--every", type=int, default=1)
    finding.set_defaults(act=_find)
    writing = commands.add_parser("write")
    writing.add_argument("--groups", required=True, type=Path)
    writing.add_argument("--home", required=True, action="append", metavar="SET=DIR")
    writing.add_argument("--model", required=True)
    writing.add_argument("--url", required=True)
    writing.add_argument("--many", default="one or two", help="how many sentences of a group")
    writing.add_argument("--styles", default="group,all")
    writing.add_argument("--first", type=int, default=0)
    writing.add_argument("--every", type=int, default=1)
    writing.set_defaults(act=_write)
    keeping = commands.add_parser("keep")
    keeping.add_argument("raw", nargs="+", type=Path)
    keeping.add_argument("--set", required=True)
    keeping.add_argument("--home", required=True)
    keeping.add_argument("--labels", required=True, type=Path)
    keeping.set_defaults(act=_keep)
    options = parser.parse_args(arguments)
    for row in options.act(options):
        print(json.dumps(row, ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
