"""How the weights that Pincite ships were made: not installed, not needed to run it."""
