"""What addresses a model instead of a reader is found and kept from every drafter."""
