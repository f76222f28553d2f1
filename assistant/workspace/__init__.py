"""What every front end works with: conversations, documents, memos, reviews, checks, and who may see them."""
