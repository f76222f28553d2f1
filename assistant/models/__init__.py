"""The local models and the chat model, each behind a function; loaded once a process."""
