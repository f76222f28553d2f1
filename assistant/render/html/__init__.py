"""HTML of answers, memos, reviews and checks."""
