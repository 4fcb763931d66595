"""The review page: one sample after the other on a person's screen, and what they say of it in verdicts.jsonl.

The server only appends verdicts. `index` knows where each outcome stands, `queues` in which order they are shown,
`cards` what is shown of one; `open_run` holds the files open, `folder` answers every question, `judging` says which
verdicts are taken, `app` and `security` answer HTTP, `serve` runs.
"""
