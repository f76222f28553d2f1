"""Documents in, library out: load, split, embed and store, and search what is stored."""
