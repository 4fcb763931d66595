"""What is on disk of a model: trained weights, runs, stock checkpoints, and the parts that they are made of."""
