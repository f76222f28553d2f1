"""How the weights that Pincite ships were made: not installed, not needed to run it."""

import ingest  # noqa: F401 (it silences onnxruntime, which modules here import themselves)
