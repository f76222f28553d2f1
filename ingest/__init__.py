"""Documents in, library out: load, split, embed and store, and search what is stored."""

import os

# onnxruntime's wheels for Linux report to its maker from native code, unless this is in the environment
# before anything in the process imports it: our models do, and so may the recogniser of scanned pages and
# Chroma. Whoever gets to any of them through us has imported this package.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
