"""A memo on record that is worked on in the terminal: by its file, or section by section."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.memo import require_suffix, save, tell_findings
from assistant.cli.options import print_json, settings_of
from assistant.cli.record import keep_export
from ingest.errors import UsageError

if TYPE_CHECKING:
    from assistant.memo.edit import Edit
    from assistant.memo.types import Memo
    from assistant.paper import Paper
    from assistant.settings import Settings
    from assistant.workspace.memos import Memos
    from ingest.view import View


_EDITED = (".docx", ".md", ".markdown")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options say: the memo, by its record or its file, what is to be done to which section, and
    what the lines of the head are to be."""

    memo: str
    section: str = ""
    text: str = ""
    add: str = ""
    after: str = ""
    again: bool = False
    remove: bool = False
    head: tuple[tuple[str, str], ...] = ()

    @property
    def is_bare(self) -> bool:
        """Whether nothing is to be done to one section, nor to the head."""
        return not (self.head or self.names_section)

    @property
    def names_section(self) -> bool:
        """Whether something is to be done to one section."""
        return any((self.section, self.text, self.add, self.after, self.again, self.remove))


def edit_memo(asked: Asked, out: Path | None, sources: str, home: str, as_json: bool) -> None:
    """Print or write the new version, and what came of each sentence; of a record that nothing is done to,
    the memo as it stands."""
    from assistant.build import build_assistant, build_writer
    from assistant.memo.edit import shown
    from assistant.query.filters import parse_restriction
    from assistant.render.memo_edit import edit_line, typed_lines
    from assistant.verify.read import is_file
    from assistant.workspace.memos import Memos

    require_suffix(out)
    settings = settings_of(home)
    assistant = build_assistant(settings)
    view = assistant.library.visible_to(restriction=parse_restriction(sources))
    memos = Memos(build_writer(settings, assistant))
    if asked.is_bare and not is_file(asked.memo):
        old = memos.read(view, asked.memo).memo
        _show(settings, old, memos.paper(old), out, as_json)
        if not as_json:
            there = str(out) if out else "the text in a file"
            named = "; ".join(f"{at} {one.heading}" for at, one in enumerate(shown(old.sections), start=1))
            print(f"its sections are: {named}", file=sys.stderr)
            print(f"edit {there}, and hand it back: pincite memo --edit FILE", file=sys.stderr)
        return
    record, edits = _edits(asked, memos, view)
    newest, before = memos.versions(view, record)[0].id, memos.read(view, record).memo.id
    edited = memos.edit(view, record, edits)
    if newest != before:
        print(f"this edits an earlier version; a newer version is on record: {newest}", file=sys.stderr)
    if as_json:
        print_json(edited.to_json())
    else:
        _show(settings, edited.memo, edited.paper, out, as_json)
        print("\n".join([edit_line(edited), *(f"  {one}" for one in typed_lines(edited))]), file=sys.stderr)
        tell_findings(edited.memo)
    if as_json and out is not None:
        _save(settings, edited.memo, edited.paper, out)


def _save(settings: Settings, memo: Memo, paper: Paper, out: Path) -> None:
    save(paper, out)
    keep_export(settings, f"a memo ({out.suffix})", memo.id, {one.source for one in memo.citations})


def _show(settings: Settings, memo: Memo, paper: Paper, out: Path | None, as_json: bool) -> None:
    from assistant.render.markdown import paper_markdown

    if as_json:
        print_json(memo.to_json())
    if out is not None:
        _save(settings, memo, paper, out)
        print(f"written to {out}", file=sys.stderr)
    elif not as_json:
        print(paper_markdown(paper))


def _edits(asked: Asked, memos: Memos, view: View) -> tuple[str, list[Edit]]:
    """The record of the memo, and what is to be done.

    Raises:
        UsageError: the file is of no memo on record, or says what it said; or the options do not say what is
            to be done, or several things at once.
    """
    from assistant.memo.edit import Edit
    from assistant.verify.read import is_file, read_paper
    from assistant.workspace.memo_file import edits_of

    if not is_file(asked.memo):
        head = [Edit("head", name, value) for name, value in asked.head]
        return asked.memo, [*head, *([_edit(asked)] if asked.names_section else [])]
    if not asked.is_bare:
        raise UsageError(
            "a file says itself what is done to its sections", hint=f"pincite memo --edit {asked.memo}"
        )
    if Path(asked.memo).suffix.lower() not in _EDITED:
        raise UsageError(
            f"{asked.memo} is no file that a memo can be edited in",
            hint="edit it as Word or Markdown: pincite memo --edit RECORD --out FILE.docx",
        )
    paper = read_paper(Path(asked.memo))
    if not paper.record:
        raise UsageError(
            f"{asked.memo} does not say of which memo it is",
            hint="keep the line “Record: …” at its end, or write the file anew:"
            " pincite memo --edit RECORD --out FILE",
        )
    if not (edits := edits_of(paper, memos.read(view, paper.record).memo)):
        raise UsageError(
            f"{asked.memo} says what the memo says: nothing is to be done", hint="edit the text of a section"
        )
    return paper.record, edits


def _edit(asked: Asked) -> Edit:
    from assistant.memo.edit import Edit

    text = _text(asked.text) if asked.text else ""
    if asked.add and not (asked.section or asked.again or asked.remove):
        return Edit("add", asked.add, text=text, after=asked.after)
    ways = {
        "--text": bool(asked.text),
        "--again": asked.again,
        "--remove": asked.remove,
        "--after": bool(asked.after),
    }
    chosen = [name for name, is_chosen in ways.items() if is_chosen]
    if asked.add or not asked.section or len(chosen) != 1:
        raise UsageError(
            "say which section, and one thing that is done to it",
            hint="--section HEADING with --text FILE, --again, --remove or --after HEADING; or --add HEADING",
        )
    if asked.text:
        return Edit("text", asked.section, text=text)
    if asked.after:
        return Edit("move", asked.section, after=asked.after)
    return Edit("again" if asked.again else "remove", asked.section)


def _text(named: str) -> str:
    """What is to stand in the section.

    Raises:
        UsageError: the file cannot be read, or there is nothing in it.
    """
    try:
        text = sys.stdin.read() if named == "-" else Path(named).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{named} cannot be read: {error}", hint="name a text file, or - to type it"
        ) from error
    if not text.strip():
        raise UsageError(f"there is no text in {named}", hint="write some, or use --remove")
    return text
