"""Samples to the forms that other tools read, with a card that says what the data is."""
