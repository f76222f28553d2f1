"""Query → evidence: search, fusion, reranking, neighbours, supersession."""
