import pytest

from train.text.conversation import Segment
from train.text.runs import TextRun, pattern, runs
from train.text.vocabulary import Control

CONTROLS = {
    "<a>": Control(1, strips_before=False, strips_after=False),
    "<a>b": Control(2, strips_before=False, strips_after=False),
    "<left>": Control(3, strips_before=True, strips_after=False),
    "<right>": Control(4, strips_before=False, strips_after=True),
}


def own(text: str) -> Segment:
    return Segment(text, trained=False, data=False)


def data(text: str) -> Segment:
    return Segment(text, trained=False, data=True)


def cut(*segments: Segment, previous: TextRun | None = None) -> list[str | int]:
    found = runs(segments, CONTROLS, pattern(CONTROLS), previous)
    return [run.control.id if run.control else run.text for run in found]


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        ([own("x<a>y")], ["x", 1, "y"]),
        ([own("<a>b<a>")], [2, 1]),
        ([own("<a>"), data("b")], [1, "b"]),
        ([own("x"), data("<a>"), own("y<a>")], ["x<a>y", 1]),
        ([data("<a"), own(">")], ["<a>"]),
        ([own("x <left> y")], ["x", 3, " y"]),
        ([own("x <right> \n"), data(" y ")], ["x ", 4, "y "]),
        ([own("<right> <left>")], [4, 3]),
        ([data("")], []),
    ],
)
def test_only_the_form_s_own_words_hold_control_tokens(segments: list[Segment], expected: list[str | int]) -> None:
    assert cut(*segments) == expected


def test_a_control_token_takes_white_space_from_the_next_stretch_too() -> None:
    assert cut(own("\ny"), previous=TextRun("<right>", CONTROLS["<right>"])) == ["y"]
    assert cut(own("\ny"), previous=TextRun("<a>", CONTROLS["<a>"])) == ["\ny"]
