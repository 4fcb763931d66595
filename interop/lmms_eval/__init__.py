"""Tasks for lmms-eval on local files; see docs/interop.md."""
