"""The site's pages that are made from the code."""

import json
import re
from importlib import import_module
from pathlib import Path

import pytest

from datagen.checks import CHECKS
from datagen.sample import Sample
from tests.paths import ROOT
from tools.documentation.command_pages import APPS, command_pages
from tools.documentation.links import rewrite
from tools.documentation.schemas import ROWS, schema_files, schema_table
from tools.documentation.tables import check_table, decision_table

HOME = "https://example.org/project"


@pytest.mark.parametrize("name", APPS)
def test_the_command_reference_has_every_command_and_every_option(name: str) -> None:
    page = command_pages()[f"commands/{name}.md"]
    for command in (command for command in APPS[name] if not command.startswith("-")):
        section = re.search(rf"^## {command}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
        assert section, command
        for argument in APPS[name][command].assemble_argument_collection():
            assert not argument.show or argument.name.lstrip("*") in section[1], f"{command}: {argument.name}"


def test_the_command_reference_holds_nothing_that_a_browser_takes_for_an_element() -> None:
    for page in command_pages().values():
        assert not re.search(r"<\w", re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL))


def test_each_file_of_rows_has_a_schema_that_is_linked() -> None:
    made = schema_files()
    assert len(made) == len(ROWS)
    for address, text in made.items():
        assert json.loads(text)["type"] == "object"
        assert f"({address})" in schema_table()
    assert set(json.loads(made["schemas/samples.json"])["required"]) == set(Sample.model_fields)


def test_links_lead_to_pages_of_the_site_or_to_the_repository() -> None:
    text = "[a](docs/checks.md#how-well-they-work) [b](LICENSE) [c](CHANGELOG.md) [d](https://x.org/) [e](nowhere.md)"
    expected = (
        f"[a](checks.md#how-well-they-work) [b]({HOME}/blob/main/LICENSE) [c](changelog.md) "
        "[d](https://x.org/) [e](nowhere.md)"
    )
    assert rewrite(text, Path("CONTRIBUTING.md"), Path("contributing.md"), HOME) == expected


def test_a_page_below_docs_keeps_its_links_relative_to_itself() -> None:
    text = "[a](../training.md) [b](../../benchmarks/README.md) [c](001-one-generator-a-job.md)"
    expected = "[a](../training.md) [b](../benchmarks.md) [c](001-one-generator-a-job.md)"
    assert rewrite(text, Path("docs/decisions/index.md"), Path("decisions/index.md"), HOME) == expected


def test_each_check_has_a_row_of_three_cells() -> None:
    rows = [re.split(r" ?\| ?", line)[1:-1] for line in check_table().splitlines()[2:]]
    assert rows == [[check.name, check.finds, check.action] for check in CHECKS]


def test_each_decision_has_a_number_of_its_own_and_is_listed_with_its_title() -> None:
    listed = re.findall(r"^\| (\d{3}) \| \[(.+)\]\((\1-.+\.md)\) \|$", decision_table(), re.MULTILINE)
    assert [name for _, _, name in listed] == sorted(file.name for file in (ROOT / "docs/decisions").glob("[0-9]*.md"))
    numbers = [number for number, _, _ in listed]
    assert len(set(numbers)) == len(numbers)


EXPORTED = {
    "datagen.annotations": {"Annotations", "Sources", "find", "read"},
    "datagen.prompting": {"render"},
    "datagen.run": {"REJECTIONS", "SAMPLES", "read_run", "rows"},
    "train.benchmarks": {"BENCHMARKS", "Benchmark"},
}


@pytest.mark.parametrize("module", EXPORTED)
def test_a_package_for_others_to_import_exports_what_the_page_promises_and_no_more(module: str) -> None:
    assert set(import_module(module).__all__) == EXPORTED[module]


def test_every_name_on_the_api_page_can_be_imported() -> None:
    page = (ROOT / "docs" / "api.md").read_text()
    promised = re.findall(r"^::: ([\w.]+)\n    options:\n      members: \[(.*)\]$", page, re.MULTILINE)
    assert len(promised) == page.count("\n::: ")
    for module, names in promised:
        for name in names.split(", "):
            assert hasattr(import_module(module), name), f"{module}.{name}"


def test_the_api_page_s_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    example = re.search(r"```python\n(.*?)```", (ROOT / "docs" / "api.md").read_text(), re.DOTALL)
    assert example
    exec(example[1], {})  # noqa: S102 - our own page
    assert "fail counts turn 1, answer: says 'two dogs'; the boxes show 3 dogs" in capsys.readouterr().out
