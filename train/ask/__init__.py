"""Questions to a checkpoint or an endpoint: one at a time in a chat, or a whole benchmark."""
