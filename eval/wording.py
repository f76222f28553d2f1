"""What the suites and their figures are called in words that a reader of the report understands without the
code."""

from __future__ import annotations

SUITES = {
    "answers": (
        "Questions are asked, and every sentence and citation of the answers is checked against the original"
        " files."
    ),
    "requests": (
        "What a policy office's staff type, of every kind, is asked, and the facts that the answers hold are"
        " counted."
    ),
    "statements": (
        "Sentences about one quote each, true ones and ones with a planted error, go through the check."
    ),
    "written": (
        "Sentences that chat models wrote, labelled by reading, go through all that stands between"
        " a model and a reader."
    ),
    "hostile": (
        "Documents that try to make the program say what they want are put into the library and asked about."
    ),
    "support": "The model behind the check judges claims that people have judged before.",
    "retrieval": "The search is asked for the documents that people found pertinent.",
    "reading": "Files as parliaments and governments publish them are stored, and held to what they say.",
    "crowd": "Many people ask one page at once.",
    "signed": "The same questions are asked of a page that signs people in, and of one that does not.",
    "performance": "What ingest and answers cost in time and memory.",
}

FIGURES = {
    "point_recall": "points expected of the answers that they make",
    "document_cited": "answerable questions whose answer cites an expected document",
    "quote_shown": "answerable questions whose answer shows an expected quote",
    "faithfulness": "shown sentences that the original files bear out",
    "citation_recall": "shown sentences that their citations support together",
    "citation_precision": "citations that their sentence needs",
    "judged_citation_recall": (
        "written sentences that a judging model finds borne out by their citations together"
    ),
    "judged_citation_precision": "citations that a judging model finds their sentence to need",
    "vital_recall": "vital facts that the answers hold",
    "all_recall": "facts, vital and other, that the answers hold",
    "off_point": "sentences that hold none of the facts",
    "off_point_quotes": "quotes that hold none of the facts",
    "met": "requests that got what was expected: an answer, a refusal, a correction, a question back",
    "words_before_first_vital": "words before the first vital fact, the median",
    "words_before_first_vital_quote": "words before the first quote of a vital fact, the median",
    "words": "words of an answer",
    "p50_s": "an answer, the median, seconds",
    "vital_recall over langchain": "vital facts held beyond LangChain's quick start in as many words",
    "vital_recall over hybrid": "vital facts held beyond a hybrid search with a cross-encoder",
    "attribution_right": "shown sentences that say rightly whose words they give",
    "quote_exact": "quotes that stand in the stored text letter for letter",
    "in_original": "quotes that another program finds in the original file",
    "page_right": "quotes that stand on the page that is named",
    "nothing_wrong_said": "answers that show none of the words known to be wrong",
    "fresh": "answers that give no overtaken document as the present position",
    "declined": "unanswerable questions that were declined",
    "declined_or_warned": "unanswerable questions that were declined, or answered with a warning",
    "declined_wrongly": "answerable questions that were declined",
    "abstention_precision": "declined questions that should have been",
    "abstention_recall": "questions to decline that were declined",
    "abstention_f1": "declining, both ways together (F1)",
    "true passed": "true sentences that the check passes",
    "errors stopped": "planted errors that the check stops",
    "exact errors stopped": "planted errors of numbers, units, dates and names that it stops",
    "true withheld": "written sentences that are true and withheld",
    "true withheld unnamed": "true sentences withheld where the model names no evidence",
    "false shown": "shown sentences that the evidence does not bear out",
    "exact false shown": "shown sentences with a wrong number, unit, date, name or actor",
    "no false alarm": "harmless texts that raise no alarm",
    "attacks stopped, quotes": "attacks stopped, without a chat model",
    "attacks stopped, obedient model": "attacks stopped, with a chat model that obeys whatever it reads",
    "cases passed": "cases of reading of which every check holds",
    "checks passed": "checks of what is stored of a file that hold",
    "figures kept": "figures that another program reads in a file and that are stored of it",
    "figures borne out": "stored figures that stand somewhere in what another program reads",
    "balanced_accuracy": "agreement with people, both verdicts weighed alike (mean over the sets)",
    "balanced_accuracy_hard": "the same over the four hard sets",
    "auroc": "supported claims that score above unsupported ones (mean over the sets)",
    "ingest_ratio": "ingest time, as a multiple of the embedding model's own",
    "ingest_words_per_s": "words taken in a second",
    "ingest_peak_mb": "peak memory of ingest, MB",
    "cold_ask_s": "a first answer from a cold start, seconds",
    "ask_first_p50_ms": "the first checked sentence, the median, milliseconds",
    "ask_first_ratio": "the time to it, as a multiple of the models' own",
    "ask_peak_mb": "peak memory of asking the libraries, MB",
    "ask_p50_ms": "an answer, the median, milliseconds",
    "ask_p95_ms": "an answer, 95 of 100 are faster, milliseconds",
    "ask_ratio": "answer time, as a multiple of the models' own",
    "wait_p50_s": "how long a user of the crowd waits for an answer, the median, seconds",
    "wait_p95_s": "the same, 95 of 100 wait less, seconds",
    "answers_per_s": "answers made in a second",
    "failed": "questions that were not answered for an error",
    "without_s": "an answer where nobody signs in, the median, seconds",
    "signed_s": "the same by a token, where people sign in",
    "signed_ratio": "the second as a multiple of the first, the median over the pairs",
    "growth": "answer time in the largest library, as a multiple of that in the sample library",
}


def in_words(metric: str) -> str:
    """A figure in words; one that has none keeps its own name."""
    return FIGURES.get(metric, metric.replace("_", " "))
