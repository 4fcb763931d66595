"""What lies in a run folder, written so that nothing is lost. Reads and writes files."""
