"""MMBench: its files, which option an answer chooses, the circular rule and its figures."""
