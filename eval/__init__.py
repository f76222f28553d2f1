"""Measures retrieval, answers and performance."""
