"""Forms that become prompts, and the documents that come of them."""
