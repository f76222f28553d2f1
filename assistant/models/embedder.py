"""The local embedder, for texts that are held against each other and not searched for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.embed import LocalEmbeddings

Vectors = NDArray[np.float32]
"""One unit vector a row."""


def vectors(texts: Sequence[str], models: str = "") -> Vectors:
    """A unit vector for each text, in order: their products are cosines."""
    return np.array(LocalEmbeddings(models).embed_documents(list(texts)), dtype=np.float32)
