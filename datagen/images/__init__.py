"""The image files that go along with requests: found, measured, and bound to their content. Reads files."""
