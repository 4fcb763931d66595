"""Examples to tensors: which of them make a step, and how they lie end to end."""
