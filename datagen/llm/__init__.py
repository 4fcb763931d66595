"""Everything that talks to a model: endpoints, a model in this process, and asking with patience."""
