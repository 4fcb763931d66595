"""What can be said of the page's files without a browser."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from datagen.review.app import STATIC

MODULES = sorted(STATIC.glob("*.js"))
STYLE = (STATIC / "review.css").read_text(encoding="utf-8")
TOP_LEVEL = re.compile(r"^(?:export )?(?:async )?(?:function|const|let|class)\s+(\w+)", re.MULTILINE)
ON_PLAIN_GROUND = ("page", "sheet", "sunk")
TEXT_PAIRS = [
    *(("text", ground) for ground in (*ON_PLAIN_GROUND, "accent-tint", "fail-tint", "open-tint", "pass-tint")),
    *(("muted", ground) for ground in (*ON_PLAIN_GROUND, "accent-tint")),
    *((name, ground) for name in ("fail", "open", "pass") for ground in (f"{name}-tint", "sheet", "sunk")),
    *((f"on-{name}", name) for name in ("accent", "good", "bad")),
    ("page", "text"),
]
GRAPHIC_PAIRS = [
    *((f"{name}-line", ground) for name in ("fail", "open", "pass") for ground in (f"{name}-tint", "sheet", "sunk")),
    *((name, ground) for name in ("accent", "focus", "edge") for ground in ON_PLAIN_GROUND),
    ("accent", "accent-tint"),
    ("accent", "line"),
    ("muted", "line"),
    ("pass-line", "line"),
]
HALO_OVER_WHITE = "#37393c"


def palette(selector: str) -> dict[str, str]:
    block = STYLE[STYLE.index(selector) :]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block[: block.index("}")]))


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's ratio of two colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("selector", [":root {", ':root[data-theme="dark"]'])
def test_every_text_and_line_of_both_themes_has_the_contrast_of_wcag_aa(selector: str) -> None:
    colours = palette(selector)
    faint = [(*pair, 4.5) for pair in TEXT_PAIRS] + [(*pair, 3.0) for pair in GRAPHIC_PAIRS]
    assert [pair for pair in faint if contrast(colours[pair[0]], colours[pair[1]]) < pair[2]] == []


def test_the_dark_theme_is_the_same_chosen_or_by_the_system() -> None:
    assert palette(':root[data-theme="dark"]') == palette(':root:not([data-theme="light"])')


def test_box_colours_stand_out_from_their_halo_and_bear_dark_labels() -> None:
    source = (STATIC / "picture.js").read_text(encoding="utf-8")
    colours = re.findall(r"#[0-9a-f]{6}", source[: source.index("CHIP_HEIGHT")])
    assert len(colours) == 12
    assert min(contrast(colour, HALO_OVER_WHITE) for colour in colours) >= 3
    assert min(contrast(colour, "#10131a") for colour in colours) >= 4.5


def test_no_two_modules_define_the_same_top_level_name() -> None:
    names = Counter(name for path in MODULES for name in TOP_LEVEL.findall(path.read_text(encoding="utf-8")))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_can_be_put_into_one_script_by_leaving_out_its_imports_and_exports(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.startswith("/**"), "a module opens with a sentence on what it is"
    imports = re.findall(r"^import\b.*$", source, re.MULTILINE)
    assert [line for line in imports if not re.fullmatch(r'import \{ [\w, ]+ \} from "\./[a-z]+\.js";', line)] == []
    exports = re.findall(r"^export\b.*$", source, re.MULTILINE)
    assert [line for line in exports if not re.match(r"export (async )?(function|const|class) ", line)] == []
    assert not re.search(r"^(await|export default)\b", source, re.MULTILINE)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_module_reads_data_as_markup_or_runs_text(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", source)


@pytest.mark.parametrize("name", ["card", "claims", "elements", "findings", "picture", "spotlight", "words"])
def test_what_renders_a_card_asks_nothing_of_a_server(name: str) -> None:
    source = (STATIC / f"{name}.js").read_text(encoding="utf-8")
    assert not re.search(r"\bfetch\(|api\.js|review\.js|queue\.js", source)


def test_all_modules_of_the_live_page_are_asked_for_at_once() -> None:
    modules = {path.name for path in STATIC.glob("*.js")} - {"main.js", "readonly.js"}
    index = (STATIC / "index.html").read_text(encoding="utf-8")
    assert set(re.findall(r'rel="modulepreload" href="/static/(\w+\.js)"', index)) == modules
