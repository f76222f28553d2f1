"""The values an answer is made of. `Answer.to_json` is the contract that front ends and outside tools rely
on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from pydantic import TypeAdapter

from ingest.gloss import gloss, is_spanish
from ingest.types import Passage, Sentence, Source

Judgement = Literal["supported", "partly", "contradicted", "unsupported"]
Status = Literal["answered", "partial", "abstained", "capabilities", "clarify", "error"]
"""What became of a question; `capabilities` is a greeting, or a question about the program itself, which gets
a line of what it does; `clarify` asks which of several readings is meant."""
RequestKind = Literal[
    "fact",
    "summary",
    "catalogue",
    "timeline",
    "arguments",
    "positions",
    "said",
    "state",
    "figures",
    "legal",
    "claim",
    "capabilities",
]
"""What kind of answer is asked for."""
FailureKind = Literal[
    "no evidence",
    "unknown id",
    "quote not stored",
    "quote not whole",
    "lead-in left out",
    "introduction says more",
    "words not quoted",
    "off subject",
    "missing number",
    "missing date",
    "missing name",
    "wrong title",
    "missing words",
    "contradicted",
    "misattributed",
    "opinion as fact",
    "misplaced figure",
    "narrower in the source",
    "wrong actor",
    "merged",
    "not entailed",
    "refused by judge",
    "declined",
    "not a sentence",
    "instruction",
    "link or disguise",
    "echoes the question",
]
"""What of the check a sentence did not pass."""
Aspect = Literal[
    "",
    "denies",
    "affirms",
    "non",
    "denies more",
    "adds a negation",
    "ended",
    "continues",
    "modality",
    "beginning",
    "plan",
    "opposite",
    "rate",
    "order",
    "year",
    "period",
]
"""In what a sentence contradicts its source: it `denies` or `affirms` what the source does not, the source
says “non-…” (`non`), that it `ended` or `continues`, or tells of a `beginning` to come or a `plan` as of no
fact yet."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How an answer is to be given: at most so many sentences; `strict` counts those that fail the check
    instead of showing them."""

    sentences: int = 6
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a conversation and the text of its answer."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a source that may be quoted, with the passage it stands in. `score` is the retriever's;
    higher is more relevant. `answers` is the answerability model's logit of the passage, None where it was
    not read; `found_for` is what of the request it was looked for, where several things are. It
    `overtakes` where it tells what later became of that on which the other evidence rests."""

    source: Source
    passage: Passage
    sentence: Sentence
    text: str
    score: float = 0.0
    answers: float | None = None
    found_for: str = ""
    overtakes: bool = False

    @property
    def statement(self) -> str:
        """What the sentence says, after the words that it completes: without them it may say the opposite."""
        return " ".join((*(lead.text for lead in self.sentence.leads), self.text))

    @property
    def english(self) -> str:
        """The statement in English; Spanish as its gloss."""
        return gloss(self.statement) if is_spanish(self.passage.text) else self.statement

    @property
    def attribution(self) -> str:
        """Whose words it may be: the document's title, number, publisher and author, the section's heading,
        and who speaks."""
        source = self.source
        told = source.title, source.number, source.publisher, source.author
        return "\n".join((*told, self.passage.heading, self.sentence.speaker))

    @property
    def context(self) -> str:
        """What the sentence may lean on: its passage, also in English, section, the words that it completes,
        who speaks, and what is known of its document."""
        source, sentence, text = self.source, self.sentence, self.passage.text
        in_english = (gloss(text),) if is_spanish(text) else ()
        leads = (lead.text for lead in sentence.leads)
        told = source.title, source.number, source.publisher, source.author, source.date
        return "\n".join(
            (*told, self.passage.heading, sentence.place, sentence.speaker, *leads, text, *in_english)
        )


@dataclass(frozen=True, slots=True)
class Superseded:
    """What a later document says of the one that is quoted, or of the instrument which that changed: that it
    is no more. `how` is what became of it, `date` the day on which it did; where the later document only
    tells of it, `how` says that it is `reported`, and the day is that document's. `name` is what it is called
    for short; `quote` is `stored_text[start:end]` of it, `sha256` the file's."""

    source: str
    title: str
    name: str
    date: str
    how: Literal["ended", "superseded", "ends", "reported ended", "reported superseded"]
    quote: str
    start: int
    end: int
    page: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quote stands: `quote == stored_text[start:end]`, byte for byte, and `sha256` is the original
    file's. `place` is how it is cited within its document (“§ 16(b)(1)”, “Recital 56”), `standing` what holds
    of the words where that is not plainly “in force”: both empty where the format does not tell. `leads` are
    the words that it completes, verbatim too, outermost first: it is not shown without them. `marked` are the
    spans of the stored text, within the quote, that answer what is asked: a figure, a day, a name; none where
    that is not sure. `cut` says whether its sentence begins before it, and goes on after it. `gloss` is the
    program's own word-for-word English of a quote in another language, and no quote; empty where it would
    tell too little. `language` is that of the quoted passage where it is not English. `superseded` is what a
    later document of the library says became of what is quoted, None where none says so."""

    number: int
    source: str
    title: str
    publisher: str
    date: str
    kind: str
    url: str
    page: int | None
    page_end: int | None
    start: int
    end: int
    quote: str
    sha256: str
    place: str = ""
    standing: str = ""
    leads: tuple[str, ...] = ()
    marked: tuple[tuple[int, int], ...] = ()
    cut: tuple[bool, bool] = (False, False)
    gloss: str = ""
    language: str = ""
    superseded: Superseded | None = None

    @property
    def words(self) -> str:
        """The quote as it is shown: after the words that it completes, with a mark for what is left out."""
        return LEFT_OUT.join((*self.leads, self.quote))


LEFT_OUT = " … "
"""Stands between quoted words for words of the document that are left out."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence that wants to be shown, with the evidence it rests on; `quotes` are the words it gives as
    verbatim, in their order, each in quotation marks of its own or after another with `LEFT_OUT` between.
    `heading` is what it stands under: a side, an actor, a day, a section; empty where nothing is told
    apart. `introduction` is what the program puts before a sentence that it did not write: who says it, by
    the library's record of the evidence."""

    text: str
    evidence: tuple[Evidence, ...]
    quotes: tuple[str, ...] = ()
    heading: str = ""
    introduction: str = ""

    @property
    def shown(self) -> str:
        """The sentence as a reader sees it."""
        return f"{self.introduction} {self.text}" if self.introduction else self.text


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that failed: the `words` of the sentence that it is about, the words of the `source` that
    stand against them, and the source's whole sentence (`nearest`) where they are part of one; `score` and
    `threshold` of the support model, where it refused."""

    kind: FailureKind
    words: tuple[str, ...] = ()
    source: str = ""
    aspect: Aspect = ""
    nearest: str = ""
    score: float | None = None
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check says of a draft sentence; `score` is in [0, 1]; `failures` are what it did not pass, the
    gravest first."""

    judgement: Judgement
    score: float
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence that may be shown as fact; `citations` are numbers of the answer's citations. Sentences of
    one `heading` follow one another: a side, an actor, a day, a section."""

    text: str
    verdict: Judgement
    score: float
    citations: tuple[int, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A checked sentence as it appears before the answer is whole, with the citations that it is the first to
    use."""

    sentence: AnswerSentence
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A document that a question about the library is answered with; `line` says of it what was asked. It is
    the catalogue's word, and no quote."""

    source: str
    title: str
    publisher: str
    date: str
    kind: str
    line: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: a cell a column, and the number of the citation whose quote it rests on."""

    cells: tuple[str, ...]
    citation: int


@dataclass(frozen=True, slots=True)
class Table:
    """What an answer's quotes say, set out by columns; what a column is of is named at its head. A cell is
    empty where the quote does not say."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


CautionKind = Literal["periods overlap", "periods differ", "scopes differ", "part of another", "over"]
"""Why figures must not be added, or held against each other, as they stand; or that a time that a quote gives
is over."""


@dataclass(frozen=True, slots=True)
class Caution:
    """What is to be minded of what is shown, and the words that tell."""

    kind: CautionKind
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence that failed the check, and why: in words, and as values."""

    text: str
    verdict: Judgement
    reason: str
    failures: tuple[Failure, ...] = ()


_UNANSWERED: tuple[Status, ...] = ("abstained", "error")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose every sentence was checked against its quotes before it was made. `readings` are
    documents that the question may mean, where it does not say which and they differ; `follow_ups` are
    questions that its library has words on; `mentions` is what the quotes only mention where none of them
    gives the number that is asked for, empty elsewhere; `pertinence` is how sure it is that the evidence
    answers (below 0, it is declined), and None where nothing was found; `missing` is what they lack, or why
    it could not be answered, and always there where nothing was answered (`abstained`, `error`); `notices`
    are what else the reader should know of how the answer came about; `documents` answer a question about the
    library itself, from its catalogue; `kind` is what was asked for, which tells how it is laid out, and
    `as_table` whether in columns; `table` sets the figures of the quotes out in rows, None where none are
    asked for; `cost` is in dollars, None where no chat model wrote or its price is not known."""

    id: str
    question: str
    standalone_question: str
    status: Status
    sentences: tuple[AnswerSentence, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    citations: tuple[Citation, ...] = ()
    missing: str | None = None
    readings: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    documents: tuple[Listed, ...] = ()
    mentions: str = ""
    kind: RequestKind = "fact"
    as_table: bool = False
    table: Table | None = None
    pertinence: float | None = None
    model: str = ""
    timing_ms: Mapping[str, float] = field(default_factory=dict)
    tokens: Mapping[str, int] = field(default_factory=dict)
    cost: float | None = None
    settings: str = ""

    def __post_init__(self) -> None:
        """Refuse an answer that says nothing at all.

        Raises:
            ValueError: nothing was answered, and there is no word of what is missing or can be done.
        """
        if self.status in _UNANSWERED and not _has_words(self.missing):
            raise ValueError(f"an answer of status {self.status!r} says what is missing")
        if self.status == "capabilities" and not any(map(_has_words, self.notices)):
            raise ValueError(f"an answer of status {self.status!r} says what can be done")
        if self.status == "clarify" and not self.readings:
            raise ValueError(f"an answer of status {self.status!r} says what may be meant")

    def to_json(self) -> dict[str, Any]:
        """The contract's object."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Answer:
        """The answer that `to_json` gave; one that an earlier version kept without a word of what is missing
        gets one."""
        if told["status"] in _UNANSWERED and not _has_words(told.get("missing")):
            told = {**told, "missing": "No sentence found could be shown as an answer."}
        return _ANSWERS.validate_python(told)

    @property
    def text(self) -> str:
        """What the answer says, as a later turn's history."""
        return " ".join(sentence.text for sentence in self.sentences)


def _has_words(text: str | None) -> bool:
    return any(character.isalnum() for character in text or "")


_ANSWERS = TypeAdapter(Answer)
STOPPED = "Stopped before it was whole."
"""The notice of an answer that its reader stopped; such a one is not on record."""


def source_numbers(citations: Iterable[Citation]) -> dict[int, int]:
    """The number that a reader sees for each citation's number: one a source, in the order in which the
    answer first cites them."""
    shown: dict[str, int] = {}
    return {one.number: shown.setdefault(one.source, len(shown) + 1) for one in citations}
