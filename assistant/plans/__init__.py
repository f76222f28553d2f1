"""One plan for each kind of request: what evidence it wants, and how that is chosen and laid out. The plans
by kind stand in `registry`."""
