"""`python -m ingest.probe_vectors LOCATION COLLECTION`: open vectors and search them once, and print how many
there are. What is damaged ends this process and no other."""

from __future__ import annotations

import json
import sys

from ingest.errors import PinciteError
from ingest.vectors import Vectors


def main() -> None:
    """Print what is there, or what is wrong."""
    try:
        vectors = Vectors(sys.argv[1], sys.argv[2])
        told: dict[str, object] = {"held": vectors.try_out()}
        vectors.close()
    except PinciteError as error:
        told = {"wrong": error.message}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
