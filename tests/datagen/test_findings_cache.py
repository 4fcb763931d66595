"""What the checks found at a reply's first judging is given back at its second, once, and only so much is held."""

from __future__ import annotations

import pytest

from datagen import findings_cache
from datagen.checks import Draft, run_checks
from datagen.findings_cache import FindingsCache
from datagen.kinds import KINDS
from datagen.sample import Finding, Turn
from datagen.scene import Box, Scene

SCENE = Scene(7, "000000000007.jpg", 640, 480, ("A dog.",), (Box("dog", 0.1, 0.5, 0.4, 0.9),), "train2017")


def draft(answer: str) -> Draft:
    return Draft(KINDS["reasoning"], (Turn(question="What is there?", answer=answer),), SCENE)


DRAFTS = [draft(f"The caption says that there are {count} dogs, which is proof.") for count in range(2, 8)]


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[Draft]:
    """Return the drafts that the checks were run on, as they are."""
    seen: list[Draft] = []

    def run(one: Draft) -> list[Finding]:
        seen.append(one)
        return run_checks(one)

    monkeypatch.setattr(findings_cache, "run_checks", run)
    return seen


def test_the_second_judging_finds_the_same_and_runs_no_check(checked: list[Draft]) -> None:
    cache = FindingsCache()
    first = [cache.keep(one) for one in DRAFTS]
    assert all(first)
    assert [cache.take(one) for one in DRAFTS] == first
    assert checked == DRAFTS


def test_what_is_given_back_frees_its_memory_and_is_found_anew_at_a_third_judging(checked: list[Draft]) -> None:
    cache = FindingsCache()
    found = cache.keep(DRAFTS[0])
    assert (len(cache), cache.take(DRAFTS[0]), len(cache)) == (1, found, 0)
    assert cache.take(DRAFTS[0]) == found
    assert len(checked) == 2
    assert len(cache) == 0


def test_only_so_much_is_held_and_the_rest_is_found_anew(checked: list[Draft]) -> None:
    cache = FindingsCache(most=2)
    first = [cache.keep(one) for one in DRAFTS]
    assert len(cache) == 2
    assert [cache.take(one) for one in DRAFTS] == first
    assert len(checked) == 2 * len(DRAFTS) - 2


def test_texts_that_differ_in_anything_that_checks_look_at_are_told_apart() -> None:
    cache = FindingsCache()
    whole = DRAFTS[0]
    cut = Draft(whole.kind, whole.turns, whole.scene, finish_reason="length")
    assert cache.keep(whole) != cache.keep(cut)
    assert cache.take(cut) == run_checks(cut)
    assert cache.take(whole) == run_checks(whole)
