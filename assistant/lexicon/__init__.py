"""Language without library or model: words, dates, quantities, names, references, and the rules as rows."""
