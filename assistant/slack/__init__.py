"""The Slack front end: events become jobs in the inbox, workers answer them in their threads, and Bolt's
listeners do nothing else."""
