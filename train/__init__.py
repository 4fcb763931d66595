"""LLaVA's two training stages on any vision encoder and any LLM, and the measurement of what comes out."""
