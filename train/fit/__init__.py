"""One stage on the Hugging Face Trainer: the batches of a step, the loss over all devices, figures, checkpoints."""
