"""An op-ed against the record."""
