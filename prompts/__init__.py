"""Plain prompt files and their strict loader."""
