"""Question → checked answer: inquiry, abstention, the record."""
