"""Training data on disk to samples: records and shards through an index, mixes, images, and what cannot be used."""
