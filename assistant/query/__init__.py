"""What was asked: the conversation, the period, the requirements, the filters."""
