"""For other programs that evaluate checkpoints."""
