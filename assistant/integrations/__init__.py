"""Other frameworks' seams."""
