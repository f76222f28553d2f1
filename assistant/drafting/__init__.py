"""Evidence → sentences that want to be shown: quotes with their introductions, or a chat model's."""
