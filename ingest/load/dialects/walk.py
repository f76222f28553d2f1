"""XML → blocks: one walk for every format, told by the rows of its dialect what an element is.

Mixed content is one block, whatever its inline elements are called; an element that only holds elements is
looked into."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, NamedTuple

from ingest.load.builder import TextBuilder, letters, one_line
from ingest.load.dialects import Dialect
from ingest.load.dialects.facts import first_fact
from ingest.load.dialects.runs import Entry, entries
from ingest.load.dialects.tables import cell_of, head_rows
from ingest.load.html import blocks_of
from ingest.load.raised import powered, raised
from ingest.load.tables import add_table, grid_of
from ingest.types import Role, Standing

_COUNTED = frozenset({"struck", "deleted", "hidden", "ended", "notes", "asides"})
_INLINE = (
    frozenset({"inline", "emphasis", "break", "paragraph-break", "mark", "note", "raised", "quote", "skip"})
    | _COUNTED
)
_APART = _COUNTED | {"mark", "note", "skip"}
_STRUCTURE = frozenset(
    {"level", "major", "lead-in", "tail", "block", "item", "recital", "preamble", "heading", "headline"}
    | {"table", "row", "inserted", "quoted", "speech", "speaker", "aside", "pending", "lapsed"}
    | {"annotation", "lines", "html"}
)
# What holds one text: all in it that is no structure of its own is part of its sentences.
_LEAVES = frozenset(
    {
        "html",
        "lead-in",
        "tail",
        "block",
        "item",
        "heading",
        "headline",
        "number",
        "speaker",
        "cell",
        "head-cell",
    }
)
_LEVELS = frozenset({"level", "major", "item", "inserted"})
_END = 40  # characters in which the end of a text is looked for
_OPENS = re.compile(r"[:—–‒-]\s*[\"'”’»]*$|\b(?:the following|as follows)\.?$", re.IGNORECASE)
_ENDS = re.compile(r"[.!?:;,—–-][\"'”’»)\]]*$")
_GOES_ON = re.compile(r"[;,]\s*(?:and|or|but|und|oder|et|ou|y|o|e)$", re.IGNORECASE)
# The words by which a law is enacted end with a colon, and no provision completes them.
_ENACTS = re.compile(
    r"\b(?:enact(?:s|ed)?|ordain(?:s|ed)?|ha(?:s|ve) adopted this"
    r"|makes? the following (?:order|regulations|rules)|verordnet|beschlossen|stadfæstet|a adopté|arrête"
    r"|décrète|decretan?|expide)\b[^.]*[:—–]\W*$",
    re.IGNORECASE,
)
_RAISED = re.compile(r"\s*<sup>\s*([^<]*?)\s*</sup>")
_TAG = re.compile(r"<[^<>]+>")
_OPENING_MARKS = "“„«‘\"'"
_CLOSED = re.compile(r"[”“»’\"'][.,;:]?(?:\s*(?:and|or))?[.,;:]?$")
_CLOSES = re.compile(r"\s*[.,;:”’)]\s*(?:\w+\s*){0,3}[.,;:—]?\s*")
_NUMBER_WORDS = re.compile(
    r"^(?:sections?|secs?\.?|§+|articles?|art\.?|artículo|artikel|artículos|regulations?|rules?|paragraphs?"
    r"|schedules?|parts?|chapters?|divisions?|annex|recital)\s*",
    re.IGNORECASE,
)
# A file that is indented by its elements has line ends before the full stop of a sentence.
_BEFORE_POINT = re.compile(r"^\s*\n\s*(?=[.,;:!?)\]’”])")
_AFTER_BRACKET = re.compile(r"(?<=[(\[“‘])\s*\n\s*")
# Some copies of a file have lost the spaces around what is set in italics.
_GLUED = re.compile(r"[a-z]{2}$|[.,;:]$")
_GLUED_AFTER = re.compile(r"(?!s\b)[^\W_]{2}|[^\W\d_]\s|\* ")
_GLUED_MARK = re.compile(r"(?<=[^\W\d_])“")
_WRAPPED = re.compile(
    r"“[^“”]*(?:”[.,;:]{0,2})?"
)  # a paragraph with the opening mark that its number has too
_GROUP = re.compile(r"[“\"]?(?:sub)?(?:title|division|part|chapter)\b", re.IGNORECASE)  # of sections
_BREAK = "\x1e"  # where a format ends a paragraph within an element


class _Context(NamedTuple):
    """What the elements above one make of its text."""

    role: Role = "paragraph"
    place: str = ""
    speaker: str = ""
    standing: Standing = ""
    leads: tuple[int, ...] = ()
    is_inserted: bool = False


class Walk:
    """One document's walk: what it has added to the builder, and what waits for the next text."""

    def __init__(self, root: Any, dialect: Dialect, builder: TextBuilder) -> None:
        """Read what each element of `root` is, in one pass."""
        self._dialect = dialect
        self._builder = builder
        self._parts = {one: dialect.part(one) for one in root.iter() if isinstance(one.tag, str)}
        self._holds_structure = set[Any]()
        self._holds_levels = set[Any]()
        for one, part in self._parts.items():
            if part in _STRUCTURE:
                self._mark(one, self._holds_structure)
            if part in _LEVELS:
                self._mark(one, self._holds_levels)
        self._keep_latest(root)
        self._label: list[str] = []
        self._notes: list[str] = []
        self._last = -1
        self._last_text = ""
        self._opens = False
        self._closed = False
        self._speaker = ""
        self._entries: dict[Any, Entry] = {}
        self._records = Counter[str]()

    def walk(self, root: Any) -> None:
        """Add the blocks under `root`, or of those parts of it that the dialect reads."""
        paths = self._dialect.walks
        for one in (one for path in paths for one in root.xpath(path)) if paths else [root]:
            self._builder.see(self._own_letters(one))
            self._visit(one, _Context())
            self._rest(_Context())

    def _own_letters(self, root: Any) -> int:
        """How many characters stand under `root` and are its text, blanks aside."""
        total, left = 0, [root]
        while left:
            element = left.pop()
            if self._parts.get(element, "skip") not in ("skip", "mark"):
                total += letters(element.text or "")
                left += element
                total += sum(letters(child.tail or "") for child in element)
        return total

    def _mark(self, element: Any, holders: set[Any]) -> None:
        """Note an element and those around it, up to a note, whose text is a thing apart."""
        while element is not None and element not in holders and self._parts[element] not in _APART:
            holders.add(element)
            element = element.getparent()

    # Structure ----------------------------------------------------------------------------------------------

    def _visit(self, element: Any, context: _Context) -> None:
        part = self._parts[element]
        if part == "skip" or part == "mark":
            return
        if part in _COUNTED:
            self._leave_out(part, element)
            return
        if part in self._dialect.notes:
            self._builder.note(self._dialect.notes[part])
        if self._dialect.records and self._record(element, context):
            return
        if part == "lines":
            for paragraph in _indented("".join(element.itertext())):
                self._add(paragraph, context)
        elif part == "html" and not len(element):
            for text, role in blocks_of(element.text or ""):
                self._add(text, context._replace(role=role))
        elif part == "table":
            self._table(element, context)
        elif part == "inserted":
            self._inserted(element, context)
        elif part == "after-inserted":
            self._continue(self._flat(element))
        elif part in ("note", "aside"):
            waiting, self._label = self._label, []
            self._add(self._flat(element), context._replace(role="note", speaker="", leads=()))
            self._label = waiting
        elif part == "annotation":
            waiting, self._label = self._label, []
            self._flow(element, part, within := self._within(element, part, context))
            self._rest(within)
            self._label = waiting
        elif part == "speaker":
            self._rest(context)
            self._speaker = _name(self._flat(element))
        else:
            self._flow(element, part, self._within(element, part, context))

    def _within(self, element: Any, part: str, context: _Context) -> _Context:
        """The context of what stands under an element."""
        if part == "pending":
            context = context._replace(standing="not yet in force")
        elif part == "lapsed":
            context = context._replace(standing="not in force")
        elif part == "annotation":
            place = context.place if element.tag in self._dialect.places else ""
            context = context._replace(role="note", place=place, leads=(), speaker="")
        elif part == "quoted":
            context = context._replace(standing="quoted", role="quoted")
        elif part == "recital":
            context = context._replace(role="recital")
        elif part == "preamble":
            context = context._replace(role="preamble")
        elif part == "item" and context.role in ("paragraph", "provision", "item"):
            context = context._replace(role="item")
        elif part in ("level", "major") and context.role in ("paragraph", "provision", "item"):
            context = context._replace(role="item" if context.leads else "provision")
        if element.tag in self._dialect.speakers:
            name = _name(first_fact(element, self._dialect.speakers[element.tag]))
            self._speaker = "" if name else self._speaker
            context = context._replace(speaker=name)
        form = self._dialect.places.get(element.tag)
        if form is not None and (not context.is_inserted or form.startswith(">")):
            context = context._replace(place=self._place(element, context.place) or context.place)
        return context

    def _place(self, element: Any, above: str) -> str:
        """How an element is cited: `+` before a form continues what is above it."""
        within = f"{element.tag}|{above.split(' ')[0]}"
        form = self._dialect.places.get(within, self._dialect.places[element.tag]).removeprefix(">")
        if "{}" not in form:
            continued = above and not above.endswith(form[1:])
            return (above + form[1:] if continued else above) if form[:1] == "+" else form
        path = self._dialect.numbers.get(element.tag)
        if isinstance(path, list):
            return first_fact(element, path)
        if path:
            number = first_fact(element, (path,))
        else:
            child = next((one for one in element if self._parts.get(one) == "number"), None)
            number = "" if child is None else self._number_text(child)
        plain = clean_number(number)
        if not plain:
            return above
        return above + form[1:].format(plain) if form.startswith("+") else form.format(plain)

    def _flow(self, element: Any, part: str, context: _Context) -> None:
        """The blocks of one element, in order: its own text, and its children's."""
        is_mixed = _is_mixed(element)
        is_leaf = is_mixed or part in _LEAVES
        pieces: list[str] = [element.text or ""] if is_leaf else []
        lead: tuple[int, ...] = ()
        after_level = False
        if element.tag in self._dialect.runs:
            is_placed = self._dialect.runs[element.tag] == "place"
            self._entries.update(entries(element, self._parts, is_placed=is_placed))

        def flush() -> None:
            nonlocal lead
            text = "".join(pieces)
            pieces.clear()
            if not text.strip(_BREAK + " \n\t\r"):
                self._add_notes(context.place)
                return
            if self._closed and _CLOSES.fullmatch(text):
                self._continue(one_line(text))
                return
            completes = lead if after_level else ()
            for paragraph in text.split(_BREAK):
                self._text(paragraph, part, context._replace(leads=context.leads + completes))
            lead = (self._last,) if part == "lead-in" or self._leads(part == "block") else ()

        for child in element:
            if not isinstance(child.tag, str):
                continue
            kind = self._parts[child]
            if kind == "number":
                flush()
                self._label.append(self._numbered(child))
            elif child not in self._holds_structure and (is_leaf or kind in _INLINE):
                self._inline(child, pieces)
            elif kind == "after-inserted":
                flush()
                self._continue(self._flat(child))
            elif kind == "heading" and part == "level":
                flush()
                self._label.append(_run_in(self._flat(child)))
            else:
                flush()
                before = self._last
                completes = (
                    child in self._holds_levels or kind == "tail" or (after_level and kind != "lead-in")
                )
                within = context._replace(leads=context.leads + lead) if lead and completes else context
                if kind == "major" and part == "major" and self._label and _GROUP.match(self._label[0]):
                    self._label = ["".join(self._label).rstrip("—–- ")]
                    self._add("", context._replace(role="heading", leads=()))
                self._visit(child, self._in_run(child, within))
                self._note_block(child)
                if child in self._holds_levels:
                    after_level = True
                elif self._last != before:
                    opens = kind == "lead-in" or self._leads(kind == "block" and part == "level")
                    opens = opens and kind not in ("heading", "headline")
                    lead, after_level = ((self._last,) if opens else ()), False
            if is_leaf:
                pieces.append(self._tail(child, pieces) or ("" if is_mixed else " "))
        flush()
        if part in ("level", "major", "item"):
            self._rest(context)

    def _leads(self, is_sentence: bool) -> bool:
        """Whether what follows the last text completes it: it says so, or it is a sentence that is not at its
        end."""
        text = self._last_text
        is_whole = not is_sentence or not text or _ENDS.search(text) or _GOES_ON.search(text)
        return bool(_OPENS.search(text) or not is_whole) and not _ENACTS.search(text)

    def _in_run(self, element: Any, context: _Context) -> _Context:
        """The context of a numbered paragraph: its own place, and the paragraphs that it completes."""
        entry = self._entries.get(element)
        if entry is None:
            return context
        leads = entry.leads()
        entry.blocks[entry.number] = self._builder.last + 1
        role = "item" if leads and context.role in ("paragraph", "provision") else context.role
        return context._replace(place=entry.place(context.place), leads=context.leads + leads, role=role)

    def _note_block(self, element: Any) -> None:
        """Forget a numbered paragraph that held no text."""
        entry = self._entries.get(element)
        if entry is not None and entry.blocks.get(entry.number, -1) > self._builder.last:
            del entry.blocks[entry.number]

    def _record(self, element: Any, context: _Context) -> bool:
        """Add an element that is a record as a row; whether it is one."""
        row = next(
            (row for one, row in self._dialect.records if one.name == element.tag and one.takes(element)),
            None,
        )
        if row is None:
            return False
        fields = [(head, first_fact(element, (way,))) for head, way in row["fields"]]
        self._records[row["place"]] += 1
        place = f"{row['place']}, row {self._records[row['place']]}"
        text = " | ".join(f"{head}: {value}" for head, value in fields if value)
        self._add(text, context._replace(role="row", place=place))
        return True

    def _inserted(self, element: Any, context: _Context) -> None:
        """Words for another act, between the quotation marks that they are printed with."""
        inner = self._within(element, "", context._replace(standing="inserted", is_inserted=True))
        after = [one for one in element if self._parts.get(one) == "after-inserted"]
        self._opens = True
        before = self._last
        for one in after:
            self._parts[one] = "skip"
        self._flow(element, "", inner)
        self._rest(inner)
        self._opens = False
        if self._last != before and self._last == self._builder.last and not _is_closed(self._last_text):
            self._builder.extend("”", glue="")
        self._closed = self._last != before
        for one in after:
            self._continue(self._flat(one))
        self._last_text = ""

    def _continue(self, words: str) -> None:
        """Add what follows words for another act: it ends the sentence that they stand in."""
        if words and self._last == self._builder.last:
            self._builder.extend(words, glue="" if words[0] in ".,;:)”’" else " ")

    def _table(self, element: Any, context: _Context) -> None:
        self._rest(context)
        within = list(element.iter())
        heads = [one for one in within if self._parts.get(one) == "column-head"]
        rows = head_rows(heads, self._flat)
        for row in (one for one in within if self._parts.get(one) == "row"):
            cells = [one for one in row if self._parts.get(one) in ("cell", "head-cell")]
            rows.append([cell_of(one, self._flat(one), self._parts[one] == "head-cell") for one in cells])
        above, below = self._beside_rows(element, within)
        for one in above:
            self._visit(one, context)
        add_table(self._builder, grid_of(rows, usual=True), place=context.place)
        self._last, self._last_text = self._builder.last, ""
        self._add_notes(context.place)
        for one in below:
            self._visit(one, context)

    def _beside_rows(self, table: Any, within: list[Any]) -> tuple[list[Any], list[Any]]:
        """What of a table is no row of it, such as its title, and what of that comes after the rows: its
        notes, or what stands there."""
        holders = set[Any]()
        for row in (one for one in within if self._parts.get(one) in ("row", "column-head")):
            while row is not table and row not in holders:
                holders.add(row)
                row = row.getparent()
        above: list[Any] = []
        below: list[Any] = []
        has_rows = False
        for one in (one for one in within[1:] if isinstance(one.tag, str)):
            part = self._parts.get(one, "")
            if one in holders:
                has_rows = has_rows or part == "row"
            elif one.getparent() is table or (
                one.getparent() in holders and self._parts.get(one.getparent()) not in ("row", "column-head")
            ):
                (below if has_rows or part in ("aside", "note") else above).append(one)
        return above, below

    def _leave_out(self, why: str, element: Any) -> None:
        self._builder.leave_out(why, " ".join("".join(element.itertext()).split()))

    # Text ---------------------------------------------------------------------------------------------------

    def _text(self, text: str, part: str, context: _Context) -> None:
        if part in ("heading", "headline"):
            self._speaker = ""
            self._add(text, context._replace(role="heading", leads=(), speaker=""))
        else:
            self._add(text, context)

    def _add(self, text: str, context: _Context) -> None:
        marked = [number for number, label in enumerate(self._label) if label[:1] == "“"]
        for number in marked[1:]:  # one paragraph has one opening mark
            self._label[number] = self._label[number][1:]
        if marked and _WRAPPED.fullmatch(text.strip()):
            text = text.strip()[1:]
        for label in reversed(self._label):
            text = f"{label}{'' if label.endswith('—') else ' '}{text}"
        text = _GLUED_MARK.sub(" “", one_line(_AFTER_BRACKET.sub("", text)))
        self._label.clear()
        if not any(map(str.isalnum, text)):  # asterisks for what is left out, a bracket around a note
            return
        self._closed = False
        if context.is_inserted and text[0] not in _OPENING_MARKS:
            text = f"“{text}"
        self._last = self._builder.add(
            text,
            context.role,
            place=context.place,
            speaker=context.speaker or ("" if context.role in ("heading", "note") else self._speaker),
            standing=context.standing,
            leads=context.leads,
        )
        self._last_text = text
        self._add_notes(context.place)

    def _add_notes(self, place: str) -> None:
        notes, self._notes = self._notes, []
        for note in notes:
            self._builder.add(note, "note", place=place)

    def _rest(self, context: _Context) -> None:
        """Add a number that no text followed."""
        if self._label:
            self._add("", context)

    def _numbered(self, element: Any) -> str:
        above = element.getparent()
        number = self._number_text(element)
        for selector, form in self._dialect.prints:
            if selector.name == above.tag and selector.takes(above):
                # Brackets are for a number that has none of its own.
                is_bare = number.isalnum() if form.startswith("(") else number[:1].isalnum()
                return form.format(number) if is_bare else number
        return number

    def _number_text(self, element: Any) -> str:
        """A number, also of a format that keeps its markup as text: what is raised there belongs to it."""
        number = self._flat(element)
        if "</" in number:
            number = _RAISED.sub(lambda match: powered(match[1]), number)
            number = one_line(_TAG.sub(" ", number))
        return number

    def _flat(self, element: Any) -> str:
        """All that an element says, on one line."""
        pieces = [element.text or ""]
        self._children(element, pieces)
        return one_line(_AFTER_BRACKET.sub("", "".join(pieces).replace(_BREAK, " ")))

    def _inline(self, element: Any, pieces: list[str]) -> None:
        """Add what an element says within a sentence."""
        part = self._parts[element]
        if part in ("skip", "mark"):
            return
        if part in _COUNTED:
            self._leave_out(part, element)
        elif part in ("break", "paragraph-break"):
            pieces.append((" " if part == "break" else _BREAK) + (element.text or ""))
            self._children(element, pieces)
        elif part == "note":
            if note := self._flat(element):
                self._notes.append(note)
        elif element.tag in self._dialect.characters:
            pieces.append(chr(int(element.get(self._dialect.characters[element.tag]) or "20", 16)))
        elif part == "raised":
            run = "".join(element.itertext())
            pieces.append(raised(run, "".join(pieces[-4:]), links_to_note=self._links_to_note(element)))
        else:
            marked = part in ("quote", "inserted")
            before = "".join(pieces[-2:]).rstrip()
            if part == "emphasis" and _GLUED.search(pieces[-1] if pieces else "") and _is_word(element):
                pieces.append(" ")
            marked = marked and before[-1:] not in tuple(_OPENING_MARKS)
            opening, _, closing = self._dialect.marks.get(element.tag, "").partition("{}")
            pieces.append(_filled(opening, element) + ("“" if marked else "") + (element.text or ""))
            self._children(element, pieces)
            pieces.append(("”" if marked else "") + closing)

    def _children(self, element: Any, pieces: list[str]) -> None:
        for child in element:
            if isinstance(child.tag, str):
                apart = " " if self._parts[child] in _STRUCTURE else ""
                pieces.append(apart)
                self._inline(child, pieces)
                pieces.append(apart)
            pieces.append(self._tail(child, pieces))

    def _tail(self, child: Any, pieces: list[str]) -> str:
        """What follows an inline element, set apart from it where its format should and does not."""
        tail = _BEFORE_POINT.sub("", child.tail or "")
        is_glued = self._parts.get(child) == "emphasis" and _GLUED_AFTER.match(tail)
        return f" {tail}" if is_glued and re.search(r"[^\W\d][.,;:]?$", "".join(pieces[-3:])) else tail

    def _links_to_note(self, element: Any) -> bool:
        """Whether a raised run is, holds, or stands before the reference to a note."""
        after = element.getnext()
        beside = [after] if after is not None and not (element.tail or "").strip() else []
        return any(self._parts.get(one) in ("mark", "note") for one in (*element, *beside))

    def _keep_latest(self, root: Any) -> None:
        """Of the versions of one text, keep the last that is in force today."""
        for tag, row in self._dialect.latest.items():
            for element in root.iter(tag):
                same: dict[str | None, list[Any]] = {}
                held = row.get("holding", "")
                for one in element.iterchildren(row["of"]):
                    if held and not re.search(held, "".join(one.itertext())):
                        continue
                    same.setdefault(one.get(row["same"]) if "same" in row else "", []).append(one)
                for versions in same.values():
                    current = _latest(versions, row["by"])
                    self._parts.update((one, "ended") for one in versions if one is not current)


def _latest(versions: list[Any], by: str) -> Any:
    from datetime import UTC, datetime

    today = datetime.now(UTC).strftime("%Y%m%d")
    in_force = [one for one in versions if (one.get(by) or "").replace("-", "") <= today]
    return max(in_force or versions, key=lambda one: (one.get(by) or "").replace("-", ""), default=None)


def clean_number(text: str) -> str:
    """A provision's number as it is cited: without “Sec.”, brackets and full stops around it."""
    plain = _NUMBER_WORDS.sub("", one_line(text).strip(" “”‘’\"'—–-.:"))
    return plain.strip(" .():—–-§") if len(plain) <= 24 else ""


def _is_closed(text: str) -> bool:
    """Whether the last paragraph of words for another act has its closing mark: as many as opening ones."""
    if text[:1] == "“" and "”" in text:
        return text.count("”") >= text.count("“")
    return _CLOSED.search(text[-_END:]) is not None


def _run_in(heading: str) -> str:
    """A heading that its text follows on the same line."""
    return heading if not heading or _ENDS.search(heading[-_END:]) else f"{heading}.—"


def _name(text: str) -> str:
    name = one_line(text.replace("|", " ")).strip(" :,–—-")
    return name if re.search(r"\b[^\W\d_]\.$", name) else name.strip(" :.,–—-")


def _is_word(element: Any) -> bool:
    """Whether what an element says is no letter or figure of a formula."""
    return re.match(r"\s*\w[\w.(]", "".join(element.itertext())) is not None


def _filled(form: str, element: Any) -> str:
    """A form with the values of the attributes that it names, as `@name`."""
    return re.sub(r"@([\w.-]+)", lambda match: str(element.get(match[1]) or ""), form)


def _indented(text: str) -> list[str]:
    """The paragraphs of text that is printed in lines: where any line is indented, one that is not goes on
    with the paragraph before it."""
    paragraphs: list[str] = []
    is_new = True
    for line in text.split("\n"):
        if paragraphs and not is_new and line.strip() and line[:1].strip():
            paragraphs[-1] += f" {line}"
        else:
            paragraphs.append(line)
        is_new = not line.strip()
    is_indented = any(line[:1].isspace() and line.strip() for line in text.split("\n"))
    return paragraphs if is_indented else text.split("\n")


def _is_mixed(element: Any) -> bool:
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)
