"""Conversations to token ids and labels, for any LLM: nothing here knows torch."""
