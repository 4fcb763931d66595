"""The stock LLaVA model: put together, frozen where it does not learn, packed, and learning."""
