from __future__ import annotations

import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore

from eval.nuggets import Line, Quoted, Reply, score
from eval.peers import OVERLAP, SIZE, cut, pieces, recursive_pieces, reply, score_peers, searches
from eval.request_cases import Request

PARAGRAPHS = "\n\n".join(f"Paragraph {number}. " + "The ferry sails at dawn. " * 12 for number in range(12))
UNBROKEN = "x" * 2500
LINES = "\n".join(f"line {number} of a long list without empty lines" for number in range(120))


TEXTS = [PARAGRAPHS, LINES, UNBROKEN, f"{PARAGRAPHS}\n\n{UNBROKEN}\n{LINES}", "Short.", "\n\n \n"]


@pytest.mark.parametrize("text", TEXTS)
def test_pieces_are_no_longer_than_the_size(text: str) -> None:
    assert all(0 < len(one) <= SIZE for one in pieces(text))


@pytest.mark.parametrize("text", [PARAGRAPHS, LINES])
def test_no_word_is_lost_and_pieces_stand_in_order(text: str) -> None:
    made = pieces(text)
    assert set(text.split()) == {word for one in made for word in one.split()}
    places = [text.index(one) for one in made]
    assert places == sorted(places) and len(set(places)) > 1


@pytest.mark.parametrize("text", TEXTS)
def test_our_definition_is_that_of_the_package(text: str) -> None:
    splitters = pytest.importorskip("langchain_text_splitters")
    theirs = splitters.RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP)
    assert recursive_pieces(text) == theirs.split_text(text)


def test_pieces_overlap_by_whole_parts() -> None:
    first, second = recursive_pieces(LINES)[:2]
    shared = next(n for n in range(OVERLAP + 1, 0, -1) if first.endswith(second[:n]))
    assert 100 < shared <= OVERLAP


def test_nothing_has_no_pieces() -> None:
    assert pieces("") == []


def test_passages_are_cut_at_a_word() -> None:
    passages = [Quoted("a", "One two three."), Quoted("b", "Four, five six."), Quoted("c", "Seven.")]
    assert cut(passages, 5) == [Quoted("a", "One two three."), Quoted("b", "Four, five")]
    assert cut(passages, 3) == passages[:1]
    assert cut(passages, 0) == []
    assert cut(passages, 99) == passages


def test_what_is_found_is_shown_passage_by_passage() -> None:
    one = Quoted("a", "One two.")
    assert reply([one]) == Reply("answered", (Line("One two.", (one,)),), model="quotes")
    assert reply([]).status == "abstained"


def test_a_peer_is_asked_with_the_history_and_gets_as_many_words() -> None:
    request = Request("R", "followup", "and then?", history=("Who sails?",))
    ours = score(request, Reply("answered", (Line("Two words."),), (Quoted("a", "One more"),)))
    asked = []

    def search(question: str) -> list[Quoted]:
        asked.append(question)
        return [Quoted("a", "One two three four five.")]

    found = score_peers([ours], {"peer": search})
    assert asked == ["Who sails? and then?"]
    assert found["peer"][0].reply.lines[0].text == "One two three four"
    assert found["peer, whole"][0].reply.lines[0].text == "One two three four five."


class Letters(Embeddings):
    """Two texts are alike where they begin alike."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(text[0] == letter) + 0.01 for letter in "abcdefgh"] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


@pytest.mark.model
def test_hybrid_finds_by_words_what_vectors_do_not() -> None:
    store = InMemoryVectorStore(Letters())
    texts = [*(f"a ship number {n} sails" for n in range(12)), "zinc is mined in Norland"]
    store.add_documents([Document(text, metadata={"source": str(n)}) for n, text in enumerate(texts)])
    by_name = searches(store)
    question = "a question: where is zinc mined?"
    zinc = Quoted("12", texts[-1])
    assert zinc not in by_name["langchain"](question)
    assert by_name["hybrid"](question)[0] == zinc, "the cross-encoder puts it first"
    assert len(by_name["langchain"](question)) == len(by_name["hybrid"](question)) == 4
    assert len(by_name["hybrid"]("?!")) == 4, "a question without words breaks nothing"
