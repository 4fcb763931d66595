"""What the project costs in time and memory, measured; README.md has the results."""
