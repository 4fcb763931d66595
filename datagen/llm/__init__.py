"""The LLMs; each module gives a ChatModel."""
