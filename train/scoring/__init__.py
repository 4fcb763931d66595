"""Answers to scores: reads what anybody answered and shows the result."""
