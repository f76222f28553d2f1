"""Library in, checked answers out; the front ends."""
