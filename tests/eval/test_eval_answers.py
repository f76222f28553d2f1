import json
from dataclasses import replace
from typing import Any

import pytest
from fpdf import FPDF

from assistant.types import Answer, AnswerSentence, Citation
from eval.__main__ import main
from eval.cases import Case, ExpectedQuote, problems
from eval.intervals import flat
from eval.originals import Originals
from eval.scores import Scorer, is_shown, values
from ingest.embed import LOCAL, LocalEmbeddings
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest

pytestmark = pytest.mark.model

PAUSE = "The additional duty on Mexican goods shall be paused until March 4, 2025."
REWARD = "The State Department offers a reward of up to $15 million for the arrest of the leader."
REPORTS = "The bureau analyzed 137,153 reports filed by banks between 2020 and 2024."
DEATHS = "Provisional data show 69,973 overdose deaths in the year 2025."
PAUSED = [{"source": "pause", "quote": PAUSE}]
COUNTED = [{"source": "bureau", "quote": REPORTS}]
OPINED = [{"source": "op-ed", "quote": "Chess is dull."}]
CASES: list[dict[str, Any]] = [
    {
        "id": "T1",
        "kind": "single-fact",
        "question": "Until when is the duty on Mexican goods paused?",
        "evidence": PAUSED,
    },
    {
        "id": "T2",
        "kind": "numbers",
        "question": "How many bank reports did the bureau analyze?",
        "evidence": COUNTED,
    },
    {
        "id": "T3",
        "kind": "unanswerable",
        "question": "Who won the chess championship in 1972?",
        "evidence": [],
    },
    {"id": "T4", "kind": "follow-up 1/1", "question": "And then?", "evidence": PAUSED, "after": "T1"},
    {"id": "T5", "kind": "opinion", "question": "What does the author think of chess?", "evidence": OPINED},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A library's folder of three documents, one of them a PDF of two pages, with its cases."""
    folder = tmp_path_factory.mktemp("library")
    documents = folder / "documents"
    documents.mkdir()
    (documents / "pause.md").write_text(
        f"# Pause of duties\n\n{PAUSE} This order is made under the Emergency Act.\n", encoding="utf-8"
    )
    (documents / "reward.txt").write_text(f"{REWARD}\n", encoding="utf-8")
    pdf = FPDF()
    for line in (REPORTS, DEATHS):
        pdf.add_page()
        pdf.set_font("helvetica", size=12)
        pdf.multi_cell(0, text=line)
    pdf.output(str(documents / "bureau.pdf"))
    (folder / "MANIFEST.tsv").write_text(
        "slug\tfiles\ttitle\tdate\npause\tpause.md\tPause of duties\t2025-02-03\n", encoding="utf-8"
    )
    (folder / "cases.jsonl").write_text(
        "\n".join(json.dumps({"expected": "", **case}) for case in CASES), encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def library(folder, tmp_path_factory):
    library = Library(tmp_path_factory.mktemp("home"), LocalEmbeddings(), LOCAL)
    ingest(collect([str(folder / "documents")], manifest=folder / "MANIFEST.tsv"), library)
    yield library.whole()
    library.close()


def cite(library, slug, quote, page=None, page_end=None):
    source = library.source(slug)
    start = library.text(slug).index(quote)
    told = {name: getattr(source, name) for name in ("title", "publisher", "date", "kind", "url", "sha256")}
    end = start + len(quote)
    return Citation(
        number=1, source=slug, page=page, page_end=page_end or page, start=start, end=end, quote=quote, **told
    )


def answer(*citations):
    sentences = tuple(
        AnswerSentence(f"“{one.title}” says: “{one.quote}”", "supported", 1.0, (one.number,))
        for one in citations
    )
    if not sentences:
        return Answer("1", "?", "?", "abstained", missing="Nothing on it.")
    return Answer("1", "?", "?", "answered", sentences, (), tuple(citations))


def case(kind="single-fact", **evidence):
    return Case("X", kind, "?", "", tuple(ExpectedQuote(source, quote) for source, quote in evidence.items()))


def scored(library, *pairs):
    with Originals(library) as originals:
        scorer = Scorer(library, originals)
        return [
            scorer.score(replace(one, id=str(number)), given) for number, (one, given) in enumerate(pairs)
        ]


def measured(library, *pairs):
    return {name: flat(of).mean for name, of in values(scored(library, *pairs)).items()}


def test_a_right_answer_gets_everything_right(library):
    found = measured(
        library, (case(pause=PAUSE), answer(cite(library, "pause", PAUSE))), (case("unanswerable"), answer())
    )
    unmeasured = {
        "page_right",
        "judged_citation_recall",
        "judged_citation_precision",
        "nothing_wrong_said",
        "fresh",
    }
    assert {name for name, mean in found.items() if mean is None} == unmeasured
    assert found.pop("declined_wrongly") == 0
    assert {mean for mean in found.values() if mean is not None} == {1}


def test_a_right_document_with_the_wrong_words_is_cited_and_not_shown(library):
    found = measured(
        library,
        (case(pause=PAUSE), answer(cite(library, "pause", "This order is made under the Emergency Act."))),
    )
    assert (found["document_cited"], found["quote_shown"], found["point_recall"]) == (1, 0, 0)


def test_recall_is_the_share_of_the_points(library):
    found = measured(library, (case(pause=PAUSE, reward=REWARD), answer(cite(library, "reward", REWARD))))
    assert (found["document_cited"], found["quote_shown"], found["point_recall"]) == (1, 1, 0.5)


def test_the_quotes_of_one_point_are_alternatives(library):
    either = Case(
        "X",
        "single-fact",
        "?",
        "",
        (ExpectedQuote("pause", PAUSE, "It is paused."), ExpectedQuote("reward", REWARD, "It is paused.")),
    )
    assert measured(library, (either, answer(cite(library, "reward", REWARD))))["point_recall"] == 1


@pytest.mark.parametrize(
    ("point", "made"),
    [("The duty on Mexican goods is paused to 4 March 2025.", 1), ("The duty was repealed by a court.", 0)],
)
def test_a_point_is_made_in_other_words_of_its_document(library, point, made):
    other = Case(
        "X",
        "single-fact",
        "?",
        "",
        (ExpectedQuote("pause", "This order is made under the Emergency Act.", point),),
    )
    assert measured(library, (other, answer(cite(library, "pause", PAUSE))))["point_recall"] == made


def test_words_that_must_not_be_shown_and_overtaken_documents_count(library):
    wrong = replace(case(pause=PAUSE), must_not=("March 4, 2025",), overtaken=("pause",))
    [score] = scored(library, (wrong, answer(cite(library, "pause", PAUSE))))
    assert (score.wrong_words, score.stale) == (("March 4, 2025",), ("pause",))


def test_a_sentence_that_says_more_than_its_quote_is_unfaithful(library):
    citation = cite(library, "pause", PAUSE)
    told = replace(
        answer(citation),
        sentences=(AnswerSentence("The duty was raised to 90 percent in May 2026.", "supported", 1.0, (1,)),),
    )
    found = measured(library, (case(pause=PAUSE), told))
    assert (
        found["faithfulness"],
        found["citation_recall"],
        found["citation_precision"],
        found["quote_exact"],
    ) == (0, 0, 0, 1)


def test_a_quote_that_the_original_lacks_is_found_out_by_another_reader(library):
    [score] = scored(
        library, (case(pause=PAUSE), answer(replace(cite(library, "pause", PAUSE), source="reward")))
    )
    assert score.sentences[0].citations[0].in_original is False and not score.sentences[0].faithful


def test_the_expected_words_under_another_document_are_not_shown(library):
    citation = cite(library, "pause", PAUSE)
    assert is_shown(ExpectedQuote("pause", PAUSE), answer(citation))
    assert not is_shown(ExpectedQuote("pause", PAUSE), answer(replace(citation, source="reward")))


def test_declining_counts_against_the_answerable_and_for_the_unanswerable(library):
    found = measured(
        library, (case(pause=PAUSE), answer()), (case("unanswerable"), answer(cite(library, "pause", PAUSE)))
    )
    assert (found["declined_wrongly"], found["declined"]) == (1, 0)


@pytest.mark.parametrize(("start", "end"), [(1, 1), (0, -1), (-1, 0)])
def test_a_citation_whose_offsets_are_off_by_one_is_not_exact(library, start, end):
    right = cite(library, "pause", PAUSE)
    wrong = replace(right, start=right.start + start, end=right.end + end)
    assert measured(library, (case(pause=PAUSE), answer(right)))["quote_exact"] == 1
    assert (
        measured(library, (case(pause=PAUSE), answer(right)), (case(pause=PAUSE), answer(wrong)))[
            "quote_exact"
        ]
        == 0.5
    )


@pytest.mark.parametrize(
    ("page", "page_end", "right"),
    [(1, 1, 1), (2, 2, 0), (1, 2, 0), (None, None, 0), (0, 0, 0), (3, 3, 0), (2, 1, 0)],
)
def test_a_page_is_right_where_the_original_has_the_words(library, page, page_end, right):
    citation = replace(cite(library, "bureau", REPORTS), page=page, page_end=page_end)
    assert measured(library, (case(bureau=REPORTS), answer(citation)))["page_right"] == right


def test_a_quote_over_two_pages_is_right_on_both(library):
    text = library.text("bureau")
    over = text[text.index("between 2020") : text.index(" overdose deaths")]
    assert (
        measured(library, (case(bureau=REPORTS), answer(cite(library, "bureau", over, 1, 2))))["page_right"]
        == 1
    )
    assert (
        measured(library, (case(bureau=REPORTS), answer(cite(library, "bureau", over, 1, 1))))["page_right"]
        == 0
    )


def test_the_cases_own_faults_are_named(library):
    assert problems([case(pause=PAUSE), case("unanswerable", nowhere="x")], library) == []
    assert problems([case(pause="no such words", nowhere="x")], library) == [
        "X: pause does not hold “no such words”",
        "X: the library has no source 'nowhere'",
    ]


def test_the_command_asks_scores_and_saves(folder, tmp_path, capsys):
    assert (
        main(
            [
                "answers",
                "--cases",
                str(folder / "cases.jsonl"),
                "--library",
                str(folder),
                "--json",
                "--results",
                str(tmp_path),
            ]
        )
        == 0
    )
    printed = json.loads(capsys.readouterr().out)
    (saved,) = tmp_path.glob("answers-*.json")
    assert json.loads(saved.read_text(encoding="utf-8")) == printed
    follow_up = next(one for one in printed["cases"] if one["id"] == "T4")
    assert follow_up["answer"]["standalone_question"] == f"{CASES[0]['question']} And then?"
    assert printed["problems"] == []
    assert printed["metrics"]["quote_shown"]["n"] == 3
    assert printed["metrics"]["declined"]["n"] == 2
    assert printed["metrics"]["quote_shown"]["mean"] == 1
    assert printed["metrics"]["quote_exact"]["mean"] == 1
    assert printed["metrics"]["page_right"]["mean"] == 1
    assert set(printed["kinds"]) == {"single-fact", "numbers", "unanswerable", "opinion", "follow-up"}
    assert set(printed["on"]) == {
        "settings",
        "chat_model",
        "judge",
        "cases",
        "documents",
        "code",
        "prompts",
        "models",
        "machine",
        "date",
    }


def test_the_op_ed_makes_its_case_answerable_and_show_prints_each(folder, tmp_path, capsys):
    (folder / "op-ed.txt").write_text(
        "Chess is dull. The author thinks that chess should be banned in every school.\n", encoding="utf-8"
    )
    arguments = [
        "answers",
        "--cases",
        str(folder / "cases.jsonl"),
        "--library",
        str(folder),
        "--with-op-ed",
        "--show",
        "--results",
        str(tmp_path),
    ]
    assert main(arguments) == 0
    printed = capsys.readouterr().out
    assert f"made {PAUSE}" in printed
    assert "Chess is dull." in printed
    assert f"understood as: {CASES[0]['question']} And then?" in printed


@pytest.mark.parametrize("wrong", [["--bundled", "--with-op-ed"], ["--library", "nowhere"]])
def test_a_wrong_library_is_bad_usage(folder, tmp_path, capsys, wrong):
    assert main(["answers", "--cases", str(folder / "cases.jsonl"), *wrong, "--results", str(tmp_path)]) == 2
    assert "→" in capsys.readouterr().err
