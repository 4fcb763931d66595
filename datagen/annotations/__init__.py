"""Annotation files to scenes, and what in them could not be used. Reads files."""
