"""A memo, as it stands after editing, against the library."""
