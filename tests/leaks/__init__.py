"""That nobody is told of a document that they may not read, through whatever door they ask."""
