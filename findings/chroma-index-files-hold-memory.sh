#!/usr/bin/env bash
# chromadb 1.5.9, embedded: the files of a vector index (data_level0.bin, length.bin) are written out as long as
# the memory that was asked for, and what no vector fills was never set: it holds what lay there before. One
# would guess zeros, or files as long as what is stored. In a program that had read documents, words of theirs
# were found in length.bin. `blank_unused` of ingest/index_files.py writes over it.
#
# Makes indexes of no saved vectors and counts the bytes that are not zero; fails when that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check chromadb==1.5.9

"$work/venv/bin/python" - "$work" <<'PYTHON'
import struct
import sys
from pathlib import Path

import chromadb

stray = 0
for number in range(5):
    folder = Path(sys.argv[1]) / f"index-{number}"
    client = chromadb.PersistentClient(str(folder), chromadb.config.Settings(anonymized_telemetry=False))
    collection = client.create_collection("numbers", embedding_function=None)
    collection.add(ids=["1"], embeddings=[[1.0] * 64])  # in the database; the index is saved every 1000
    client.close()
    (header,) = folder.glob("*/header.bin")
    (count,) = struct.unpack_from("<Q", header.read_bytes(), 20)
    assert count == 0, count
    for name in ("data_level0.bin", "length.bin"):
        stray += sum(byte != 0 for byte in header.with_name(name).read_bytes())
print(f"chromadb {chromadb.__version__}: {stray} bytes that no vector fills are not zero")
sys.exit(not stray)
PYTHON
