"""Reading: whether the stored text of a file, which is what is quoted, says what the file says."""
