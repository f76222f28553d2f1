import json

import pytest

from assistant.settings import Settings
from eval.__main__ import main, parser
from eval.judging import measured_judge, sample
from tests.chat_stub import Turn, chat_stub, cite

CLAIMS = [
    ("The duty is paused until March.", 1),
    ("The duty is paused until May.", 0),
    ("The order names Mexico.", 1),
    ("The order names Peru.", 0),
]


@pytest.fixture
def data(tmp_path):
    rows = [
        {
            "dataset": "own",
            "evidence": "The order pauses the duty on Mexico until March.",
            "claim": text,
            "label": label,
        }
        for text, label in CLAIMS
    ]
    path = tmp_path / "claims.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def agreement_of(say, data):
    with chat_stub(Turn(say)) as stub:
        options = parser().parse_args(["answers", "--judge", "gpt-4o-mini", "--judge-data", str(data)])
        judged = measured_judge(options, Settings(openai_base_url=stub.url))
        assert judged is not None
        return judged[1], len(stub.asked)


def test_a_judge_that_is_right_agrees_wholly_and_one_that_always_agrees_does_by_half(data):
    right, asked = agreement_of(
        lambda text: "UNSUPPORTED" if "May" in text or "Peru" in text else "SUPPORTED", data
    )
    assert (right.balanced.mean, right.unscored, asked) == (1, 0, 4)
    always, _ = agreement_of(lambda _: "SUPPORTED", data)
    assert always.balanced.mean == 0.5


def test_a_judge_that_gives_no_verdict_is_counted_and_agrees_with_nobody(data):
    silent, _ = agreement_of(lambda _: "I would rather not say.", data)
    assert (silent.balanced.mean, silent.unscored) == (0, 4)
    assert "4 of them without a verdict" in str(silent)


@pytest.mark.model
def test_a_judge_that_nobody_measured_is_refused(tmp_path, capsys):
    assert main(["answers", "--judge", "gpt-4o-mini", "--results", str(tmp_path)]) == 2
    assert "--judge-data" in capsys.readouterr().err


def test_the_sample_is_even_over_sets_and_labels():
    rows = [
        {"dataset": name, "label": label, "claim": str(n)}
        for name in "ab"
        for label in (0, 1)
        for n in range(9)
    ]
    drawn = sample(rows, 8)
    assert sorted((row["dataset"], row["label"]) for row in drawn) == sorted(
        [(name, label) for name in "ab" for label in (0, 1)] * 2
    )
    assert drawn == sample(rows, 8)


@pytest.mark.model
def test_judged_figures_stand_with_the_judges_agreement(data, tmp_path, capsys):
    """A chat model drafts and judges: what it wrote is judged, and the figure says how far the judge is to be
    believed."""

    def say(asked):
        drafts = "at most" in asked
        return (
            f"The duty on Mexican goods is paused until 4 March 2025 {cite(asked, 'until 4 March 2025')}."
            if drafts
            else "SUPPORTED"
        )

    cases = tmp_path / "cases.jsonl"
    case = {
        "id": "A",
        "kind": "single-fact",
        "question": "Until when is the duty on Mexican goods paused?",
        "expected": "",
        "evidence": [],
    }
    cases.write_text(
        json.dumps(
            case | {"evidence": [{"source": "tariffs-paused-2025-02", "quote": "until 4 March 2025"}]}
        ),
        encoding="utf-8",
    )
    with chat_stub(Turn(say)) as stub, pytest.MonkeyPatch.context() as environment:
        environment.setenv("OPENAI_BASE_URL", stub.url)
        judged = ["--judge", "gpt-4o-mini", "--judge-data", str(data)]
        assert (
            main(
                [
                    "answers",
                    "--cases",
                    str(cases),
                    "--model",
                    "gpt-4o-mini",
                    *judged,
                    "--results",
                    str(tmp_path / "results"),
                ]
            )
            == 0
        )
    printed = capsys.readouterr().out
    assert "judged_citation_recall     1.000" in printed
    assert "agrees with people on 0.500" in printed
