"""The two stages, from settings to a finished checkpoint."""
