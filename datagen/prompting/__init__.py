"""What a model is told: the texts under prompts/, an image's captions and boxes as text, and how long that is."""
