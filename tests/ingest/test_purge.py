"""What was removed is gone: from every byte of every file of the library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.library import Library, embedded_text
from ingest.types import FileReport
from tests.ingest.libraries import WordEmbeddings, check_whole
from tests.left_behind import holders, packed

OpenLibrary = Callable[[], Library]
Store = Callable[..., list[FileReport]]
PLANTED = "zyxqvort"


def _two(folder: Path) -> None:
    folder.mkdir()
    many = "\n\n".join(f"The pier of {PLANTED} has berth {n} and a crane. " * 9 for n in range(40))
    (folder / "pier.md").write_text(f"---\ntitle: On {PLANTED}\n---\n\n# {PLANTED}\n\n{many}\n")
    (folder / "toll.md").write_text("# The toll\n\n" + "The toll on the bridge is two coins. " * 60)


def test_words_of_a_removed_document_are_in_no_file(
    open_library: OpenLibrary, store: Store, home: Path, tmp_path: Path
) -> None:
    _two(tmp_path / "documents")
    store(tmp_path / "documents")
    assert holders(home, PLANTED)
    library = open_library()
    with library.writing():
        library.remove("pier")
    assert holders(home, PLANTED) == []
    library.close()


def test_a_purge_leaves_no_vector_and_finds_what_is_stored(
    open_library: OpenLibrary, store: Store, home: Path, tmp_path: Path
) -> None:
    _two(tmp_path / "documents")
    store(tmp_path / "documents")
    library = open_library()
    source = library.whole().source("pier")
    gone = [
        form
        for one in library.whole().passages("pier")
        for form in packed(WordEmbeddings().embed_query(embedded_text(source.title, one)))
    ]
    before = library.whole().nearest("the toll on the bridge", 3)
    with library.writing():
        library.remove("pier")
    assert holders(home, *gone)  # Chroma marks what it deletes, and leaves it
    with library.writing():
        library.purge()
    assert holders(home, PLANTED, *gone) == []
    assert library.whole().nearest("the toll on the bridge", 3)[0] == before[0]
    assert library.whole().full_text("toll", 3)
    library.close()
    check_whole(home)


def test_a_replaced_text_is_in_no_file(
    open_library: OpenLibrary, store: Store, home: Path, tmp_path: Path
) -> None:
    _two(tmp_path / "documents")
    store(tmp_path / "documents")
    (tmp_path / "documents" / "pier.md").write_text("# The pier\n\nThe pier has a crane and berths.")
    store(tmp_path / "documents")
    assert holders(home, PLANTED) == []


def test_what_lay_in_memory_beside_the_vectors_is_written_over(
    open_library: OpenLibrary, store: Store, home: Path, tmp_path: Path
) -> None:
    """The engine writes memory out that it never filled: texts were found there."""
    _two(tmp_path / "documents")
    store(tmp_path / "documents")
    for name in ("data_level0.bin", "length.bin"):
        (path,) = home.glob(f"vectors/*/*/{name}")
        path.write_bytes(path.read_bytes()[: -len(PLANTED)] + PLANTED.encode())
    library = open_library()
    with library.writing():
        library.remove("pier")
    assert holders(home, PLANTED) == []
    assert library.whole().nearest("the toll on the bridge", 1)[0].passage.source == "toll"
    library.close()
