"""The commands, a file each: what their options are called, and what they do. Imported as they are asked for."""

REPLACED = " (replaced what was there)"
"""Said of a file that was written over another one."""
