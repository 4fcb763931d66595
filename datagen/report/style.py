"""Colours and the one style sheet of the report page. Pure.

The page's policy names this sheet by its hash, so a style that a text smuggled in would not be applied.
"""

from __future__ import annotations

import base64
import hashlib

PALETTE: dict[str, dict[str, str]] = {
    "light": {
        "page": "#f6f7f9",
        "card": "#ffffff",
        "text": "#1c2430",
        "muted": "#566072",
        "line": "#dde2e9",
        "bar": "#2c6fb5",
        "track": "#e8ecf2",
        "fine": "#17663a",
        "skewed": "#a33b00",
        "unknown": "#566072",
    },
    "dark": {
        "page": "#12151a",
        "card": "#1a1f27",
        "text": "#e7eaef",
        "muted": "#a6b0bf",
        "line": "#303845",
        "bar": "#6fb0ee",
        "track": "#2a313c",
        "fine": "#7ed9a3",
        "skewed": "#ffb488",
        "unknown": "#a6b0bf",
    },
}


def _variables(scheme: str) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in PALETTE[scheme].items())


STYLE = f"""
:root{{color-scheme:light dark;{_variables("light")}}}
@media screen and (prefers-color-scheme:dark){{:root{{{_variables("dark")}}}}}
*{{box-sizing:border-box}}
body{{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,sans-serif}}
main{{max-width:70rem;margin:0 auto;padding:2rem 1.5rem 4rem}}
h1{{font-size:1.6rem;margin:0 0 .25rem}}
h2{{font-size:1.15rem;margin:0 0 .75rem}}
h3{{font-size:.95rem;margin:1.25rem 0 .5rem}}
p{{margin:.25rem 0 .75rem;max-width:52rem}}
.muted,th{{color:var(--muted)}}
section,.tiles div{{background:var(--card);border:1px solid var(--line);border-radius:10px}}
section{{padding:1.25rem 1.5rem;margin-top:1.25rem}}
.tiles{{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1rem;margin:1.25rem 0 0;padding:0}}
.tiles div{{padding:.8rem 1rem}}
.tiles dt{{color:var(--muted);font-size:.85rem}}
.tiles dd{{margin:0;font-size:1.6rem;font-weight:600;font-variant-numeric:tabular-nums}}
.tiles small{{display:block;color:var(--muted);font-size:.8rem;font-weight:400}}
.columns{{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:0 2.5rem}}
.scroll{{overflow-x:auto}}
table{{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}}
th,td{{text-align:left;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top}}
thead th{{font-size:.85rem;font-weight:500}}
tbody th{{color:var(--text);font-weight:500}}
tr:last-child>*{{border-bottom:0}}
.number{{text-align:right;white-space:nowrap}}
td.text,th.text,.graph{{padding-left:.75rem}}
.text{{overflow-wrap:anywhere}}
td.graph{{width:40%;min-width:8rem;vertical-align:middle}}
svg{{display:block}}
svg.bar{{width:100%;height:.7rem}}
svg.histogram{{width:100%;min-width:11rem;max-width:17rem;height:3rem}}
.axis{{display:flex;justify-content:space-between;max-width:17rem;color:var(--muted);font-size:.75rem}}
.filled{{fill:var(--bar)}}
.track{{fill:var(--track)}}
.lean{{white-space:nowrap;font-weight:600;font-size:.85rem}}
.fine{{color:var(--fine)}}
.skewed{{color:var(--skewed)}}
.unknown{{color:var(--unknown)}}
@media print{{
body{{background:#fff;font-size:11px}}
main{{max-width:none;padding:0}}
section,.tiles div{{break-inside:avoid;border-color:#bbb}}
svg{{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
}}
"""

_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'"
"""Content security policy: no request, no script, no style but STYLE."""
