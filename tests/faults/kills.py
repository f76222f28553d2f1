"""Kills `pincite` at moments of chance, and looks each time whether all that it had acknowledged is there and
nothing is half there: `python -m tests.faults.kills --times 100 --seed 1`."""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from assistant.answer.record import record_of
from assistant.build import open_library
from assistant.cli.doctor import findings, mend
from assistant.settings import Settings
from assistant.workspace.conversation_store import ConversationStore
from ingest.library import Library
from ingest.private import make_private
from ingest.types import OWNER
from tests.faults.page import Page
from tests.ingest.libraries import check_whole, command_line, start, wait_for
from tests.samples import bundled_library

QUESTIONS = (
    "What does Executive Order 14157 say about cartels?",
    "When were the tariffs on Mexico paused?",
    "How many people died of overdoses in 2024?",
    "Who takes part in the security dialogues?",
    "What is the harbour master of Ensenada paid?",
)
_TOPICS = ("Tariffs on goods from Mexico", "Money laundering by cartels", "Overdose deaths")
_UNTIL_IT_SERVES_S = 120
_FIRST_S = {"ingest": 2.5, "ask": 2.5, "chat": 4.0, "memo": 4.0, "serve": 6.0}
_LONGER, _MOST_S = 1.25, 90.0


@dataclass
class Ledger:
    """What was acknowledged: ids of answers and memos, the text of each document, how many exchanges of a
    conversation were shown whole; and which documents were given, acknowledged or not."""

    answers: set[str] = field(default_factory=set)
    memos: set[str] = field(default_factory=set)
    documents: dict[str, str] = field(default_factory=dict)
    given: dict[str, set[str]] = field(default_factory=dict)
    exchanges: dict[str, int] = field(default_factory=dict)


@dataclass
class Counts:
    """What the kills came to; `ended` are the processes that had ended before they could be killed."""

    kills: int = 0
    ended: int = 0
    acknowledged: int = 0
    repaired: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    half_shown: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def line(self) -> str:
        """All of it in a line."""
        return (
            f"{self.kills} kills ({self.ended} ended before), {self.acknowledged} acknowledged:"
            f" {len(self.lost)} lost, {len(self.half_shown)} half shown, {len(self.broken)} left broken,"
            f" {len(self.repaired)} repaired"
        )

    @property
    def is_sound(self) -> bool:
        """Whether nothing was lost, half shown, or left broken."""
        return not (self.lost or self.half_shown or self.broken)


class Moments:
    """Moments of chance at which a kind of work is killed. Where it is always killed before its end it gets
    more time, so that on a busy machine all of it is met too."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._longest = dict(_FIRST_S)

    def next(self, kind: str) -> float:
        """In how many seconds it is killed."""
        return self._chance.uniform(0, self._longest[kind])

    def lived(self, kind: str, *, until_killed: bool) -> None:
        """Learn whether it went on until then."""
        longer = self._longest[kind] * (_LONGER if until_killed else 1 / _LONGER)
        self._longest[kind] = min(_MOST_S, max(_FIRST_S[kind], longer))


def kill_many(
    folder: Path,
    times: int,
    seed: int,
    kinds: Sequence[str] = tuple(_FIRST_S),
    told: Callable[[str], None] = lambda line: None,
) -> Counts:
    """Kill so many times, each kind of work in turn, over one home in the folder; `told` hears how it stands
    after each."""
    chance, counts, ledger = random.Random(seed), Counts(), Ledger()
    settings = Settings(home=str(bundled_library(folder / "home")), port=0)
    make_private(settings.home_path)  # as it would be made by the command line
    looks, moments = Looks(settings, ledger, counts), Moments(chance)
    for number in range(times):
        kind = kinds[number % len(kinds)]
        before = _size(ledger)
        is_killed = _WORK[kind](settings.home_path, folder, chance, ledger, moments)
        moments.lived(kind, until_killed=is_killed and _size(ledger) == before)
        counts.kills += is_killed
        counts.ended += not is_killed
        counts.acknowledged += _size(ledger) - before
        looks.look(f"{number} {kind}")
        told(counts.line())
    return counts


def _size(ledger: Ledger) -> int:
    kept = (ledger.answers, ledger.memos, ledger.documents)
    return sum(map(len, kept)) + sum(ledger.exchanges.values())


# What is killed ---------------------------------------------------------------------------------------------


def _ingest(home: Path, folder: Path, chance: random.Random, ledger: Ledger, moments: Moments) -> bool:
    """Some new documents, and one of the earlier ones with another text."""
    given = folder / "given"
    given.mkdir(exist_ok=True)
    for _ in range(chance.randint(1, 3)):
        _write(given, f"pier-{len(ledger.given)}", chance, ledger)
    if len(ledger.documents) > 3:
        _write(given, chance.choice([*ledger.documents]), chance, ledger)
    output, killed = _killed(["ingest", str(given), "--home", str(home)], folder, moments, "ingest")
    for slug in re.findall(r"^(?:stored|replaced|unchanged) +(pier-\d+)", output, re.MULTILINE):
        ledger.documents[slug] = (given / f"{slug}.txt").read_text()
    return killed


def _write(folder: Path, name: str, chance: random.Random, ledger: Ledger) -> Path:
    boats = [
        f"Boat {chance.randrange(10**6)} lies at {name} until day {n}." for n in range(chance.choice((2, 80)))
    ]
    text = f"The mooring at {name} costs {chance.randrange(10**6)} pesos.\n\n" + "\n\n".join(boats)
    path = folder / f"{name}.txt"
    path.write_text(text)
    ledger.given.setdefault(name, set()).add(text)
    return path


def _ask(home: Path, folder: Path, chance: random.Random, ledger: Ledger, moments: Moments) -> bool:
    command = ["ask", chance.choice(QUESTIONS), "--json", "--home", str(home)]
    output, killed = _killed(command, folder, moments, "ask")
    with suppress(ValueError):
        ledger.answers.add(json.loads(output)["id"])
    return killed


def _chat(home: Path, folder: Path, chance: random.Random, ledger: Ledger, moments: Moments) -> bool:
    typed = "\n".join(chance.sample(QUESTIONS, 3))
    return _killed(["chat", "--home", str(home)], folder, moments, "chat", typed)[1]


def _memo(home: Path, folder: Path, chance: random.Random, ledger: Ledger, moments: Moments) -> bool:
    old = sorted(ledger.memos)
    more = (
        ["--edit", chance.choice(old), "--section", "1", "--again"] if old and chance.random() < 0.5 else []
    )
    command = ["memo", *(more or [chance.choice(_TOPICS)]), "--json", "--home", str(home)]
    output, killed = _killed(command, folder, moments, "memo")
    with suppress(ValueError):
        ledger.memos.add(json.loads(output)["id"])
    return killed


def _killed(
    command: Sequence[str], folder: Path, moments: Moments, kind: str, typed: str = ""
) -> tuple[str, bool]:
    """What a command said until it was killed, and whether it was."""
    process = start(_typed, typed, command, output=folder / "output")
    process.join(moments.next(kind))
    is_alive = process.is_alive()
    process.kill()
    process.join()
    return (folder / "output").read_text(encoding="utf-8", errors="replace"), is_alive


def _typed(typed: str, command: Sequence[str]) -> None:
    os.umask(0o022)  # as most people's is
    sys.stdin = io.StringIO(typed)
    command_line(command)


def _serve(home: Path, folder: Path, chance: random.Random, ledger: Ledger, moments: Moments) -> bool:
    """A server with questions, documents and memos under way, of three pages at once."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = start(_typed, "", ["serve", "--port", str(port), "--home", str(home)], output=folder / "output")
    if chance.random() < 0.1:  # as it starts
        process.join(chance.uniform(0, 3))
    else:
        wait_for(lambda: _answers(port) or not process.is_alive(), _UNTIL_IT_SERVES_S)
        pages = [
            threading.Thread(target=_visit, args=(port, folder, random.Random(chance.random()), ledger))
            for _ in range(3)
        ]
        for page in pages:
            page.start()
        process.join(moments.next("serve"))
    is_alive = process.is_alive()
    process.kill()
    process.join()
    if is_alive and "pages" in locals():
        for page in pages:
            page.join(30)
    return is_alive


def _answers(port: int) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"http://127.0.0.1:{port}/config", trust_env=False).status_code == 200
    return False


_naming = threading.Lock()


def _visit(port: int, folder: Path, chance: random.Random, ledger: Ledger) -> None:
    """Work with a page until its server is gone."""
    with suppress(httpx.HTTPError, OSError, ValueError, KeyError):
        page = Page(f"http://127.0.0.1:{port}", timeout_s=20)
        conversation = ""
        while True:
            what = chance.choice(("question", "question", "tool", "upload", "memo"))
            if what == "question":
                conversation, is_whole = page.ask(chance.choice(QUESTIONS), conversation)
                if is_whole:
                    ledger.exchanges[conversation] = ledger.exchanges.get(conversation, 0) + 1
            elif what == "tool" and (told := page.tool("ask", chance.choice(QUESTIONS), "", [])):
                ledger.answers.add(told["id"])
            elif what == "upload":
                with _naming:
                    path = _write(folder, f"pier-{len(ledger.given)}", chance, ledger)
                if page.upload(path):
                    ledger.documents[path.stem] = path.read_text()
            elif what == "memo":
                _work_on_memo(page, chance, ledger)


def _work_on_memo(page: Page, chance: random.Random, ledger: Ledger) -> None:
    blank = [""] * 7
    made = page.tool("memo", chance.choice(_TOPICS), "one-pager", *blank, 0, "")
    if made:
        ledger.memos.add(made["id"])
        edited = page.tool("memo_edit", made["id"], "1", "text", "The pier is to be painted.", "")
        if edited:
            ledger.memos.add(edited["id"])


_Work = Callable[[Path, Path, random.Random, Ledger, Moments], bool]
_WORK: dict[str, _Work] = {"ingest": _ingest, "ask": _ask, "chat": _chat, "memo": _memo, "serve": _serve}


# What is looked at ------------------------------------------------------------------------------------------


class Looks:
    """Looks at a home after each kill; what the record had before is not read again."""

    def __init__(self, settings: Settings, ledger: Ledger, counts: Counts) -> None:
        self._settings, self._ledger, self._counts = settings, ledger, counts
        self._seen = 0

    def look(self, after: str) -> None:
        """Count what is lost, half shown or broken."""
        try:
            library = open_library(self._settings)
            self._documents(library, after)
            self._mended(after)
            self._record(library, after)
            self._conversations(library, after)
            library.close()
            check_whole(self._settings.home_path)
            self._counts.left = [one.name for one in self._settings.home_path.rglob("*.part")]
        except Exception as error:  # noqa: BLE001 (whatever it is, the home does not open as it should)
            self._counts.broken.append(f"{after}: {type(error).__name__}: {error}")

    def _documents(self, library: Library, after: str) -> None:
        """Before anything is mended: what is seen is whole, and nothing else is found."""
        view = library.visible_to()
        shown = {one.slug for one in view.sources}
        for slug, given in self._ledger.given.items():
            if slug in shown:
                text = library.whole().text(slug)
                if text not in given:
                    self._counts.half_shown.append(f"{after}: {slug} has another text than it was given")
        for slug in self._ledger.documents:
            if slug not in shown:
                self._counts.lost.append(f"{after}: document {slug}")
        for slug in self._ledger.given:
            words = f"The mooring at {slug} costs"
            near = {hit.passage.source for hit in view.nearest(words, 200)}
            typed = {hit.passage.source for hit in view.full_text(words, 200)}
            if (near | typed) - shown or (slug in shown) > (slug in typed):
                self._counts.half_shown.append(f"{after}: {slug} is found by halves")

    def _mended(self, after: str) -> None:
        wrong = [one for one in findings(self._settings) if one.wrong]
        if wrong:
            self._counts.repaired += [f"{after}: {one.name}: {one.wrong}" for one in wrong]
            mend(self._settings)
            left = [one for one in findings(self._settings) if one.wrong]
            self._counts.broken += [f"{after}: {one.name}: {one.wrong}" for one in left]

    def _record(self, library: Library, after: str) -> None:
        record = record_of(self._settings)
        if wrong := record.check().wrong:
            self._counts.broken.append(f"{after}: record: {wrong}")
            return
        answers: set[str] = set()
        memos: set[str] = set()
        for number, entry in enumerate(record.entries()):
            made = entry.get("answer") or entry.get("memo")
            if made:
                (answers if "answer" in entry else memos).add(made["id"])
            if made and number >= self._seen:
                self._quotes(library, made, f"{after}: {'answer' if 'answer' in entry else 'memo'}")
        self._seen = number + 1 if answers or memos else 0
        lost = [*(self._ledger.answers - answers), *(self._ledger.memos - memos)]
        self._counts.lost += [f"{after}: {one} is not on record" for one in lost]

    def _conversations(self, library: Library, after: str) -> None:
        store = ConversationStore(self._settings.home_path)
        kept = {one.id: one for one in store.list(OWNER.name)}
        for name, count in self._ledger.exchanges.items():
            if name not in kept:
                self._counts.lost.append(f"{after}: conversation {name}")
            elif len([one for one in kept[name].exchanges if one.answer and one.answer.id]) < count:
                self._counts.lost.append(f"{after}: an answer of conversation {name}")
        for conversation in kept.values():
            for one in conversation.exchanges:
                if one.answer:
                    self._quotes(library, one.answer.to_json(), f"{after}: in a conversation: answer")

    def _quotes(self, library: Library, made: dict[str, Any], what: str) -> None:
        """Every sentence has its quotes, and each stands in its document; one that was replaced since is told
        by its digest."""
        whole = library.whole()
        digests = {one.slug: one.sha256 for one in whole.sources}
        numbers = {one["number"] for one in made["citations"]}
        facts = made.get("sentences") or [
            one
            for section in made.get("sections", ())
            for block in section["blocks"]
            for one in block.get("texts", ())
            if one["role"] == "fact"
        ]
        for one in facts:
            cited = set(one["notes"] if "notes" in one else one["citations"])
            if not cited or cited - numbers:
                self._counts.half_shown.append(f"{what} {made['id']}: a sentence without its quotes")
        for one in made["citations"]:
            is_same = digests.get(one["source"]) == one["sha256"]
            if is_same and whole.text(one["source"])[one["start"] : one["end"]] != one["quote"]:
                self._counts.half_shown.append(f"{what} {made['id']}: a quote that is not there")


def main() -> None:
    """Print the counts; exit 1 where something was lost, half shown or broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default=",".join(_FIRST_S))
    given = parser.parse_args()
    for name in [one for one in os.environ if one.startswith(("PINCITE_", "OPENAI_"))]:
        del os.environ[name]
    os.umask(0o077)  # what is looked at is not changed by it
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pincite-kills-") as folder:
        counts = kill_many(
            Path(folder), given.times, given.seed, given.kinds.split(","), lambda line: _say(f"  {line}")
        )
    for name in ("repaired", "left", "lost", "half_shown", "broken"):
        for one in getattr(counts, name):
            _say(f"{name}: {one}")
    _say(f"{counts.line()}; {time.monotonic() - started:.0f} s")
    sys.exit(not counts.is_sound)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
