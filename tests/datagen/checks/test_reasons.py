"""What the LLM is told of a faulty reply."""

from datagen.checks import ACTIONS, MAX_REASONS, override, reasons
from datagen.sample import Finding, Turn
from tests.tables import each

ANSWER = "A dog lies on the floor. There are three chairs behind it. It sleeps!"
TURNS = (Turn(question="What is there? Say all.", answer=ANSWER),)


def finding(check: str = "source", message: str = "wrong", start: int | None = None, end: int | None = None) -> Finding:
    if start is None:
        return Finding(check=check, verdict="fail", message=message)
    return Finding(check=check, verdict="fail", message=message, turn=0, part="answer", start=start, end=end)


def test_a_span_brings_the_sentence_that_holds_it() -> None:
    start = ANSWER.index("three")
    assert reasons([finding(start=start, end=start + 5)], TURNS, ACTIONS) == [
        'wrong, in "There are three chairs behind it"'
    ]
    assert reasons([finding(start=start - 10, end=ANSWER.index(" It sleeps"))], TURNS, ACTIONS) == [
        'wrong, in "There are three chairs behind it"'
    ]


def test_a_span_in_a_question_brings_the_questions_sentence() -> None:
    told = Finding(check="source", verdict="fail", message="wrong", turn=0, part="question", start=15, end=18)
    assert reasons([told], TURNS, ACTIONS) == ['wrong, in "Say all"']


@each(
    "told",
    [
        finding(),
        finding(start=0, end=len(ANSWER)),
        finding(start=3, end=40),
        finding(message='says "three"', start=35, end=40),
    ],
)
def test_nothing_is_added_where_no_sentence_or_already_a_quotation_belongs(told: Finding) -> None:
    assert reasons([told], TURNS, ACTIONS) == [told.message]


def test_of_a_very_long_sentence_only_the_part_from_the_span_on_is_quoted() -> None:
    answer = "word " * 1_000 + "three chairs " + "more " * 1_000
    turns = (Turn(question="What?", answer=answer),)
    (told,) = reasons([finding(start=5_000, end=5_005)], turns, ACTIONS)
    assert told.startswith('wrong, in "three chairs more')
    assert len(told) < 270


def test_a_reply_that_could_not_be_read_has_its_message_alone() -> None:
    assert reasons([finding("format", "no JSON")], None, ACTIONS) == ["no JSON"]


def test_what_passes_is_unverifiable_or_mere_information_is_not_sent_back() -> None:
    found = [
        Finding(check="source", verdict="pass", message="a"),
        Finding(check="source", verdict="unverifiable", message="b"),
        finding("hedging", "c"),
        finding("echo", "d"),
    ]
    assert reasons(found, TURNS, ACTIONS) == ["d"]
    assert reasons(found, TURNS, override(ACTIONS, ("hedging=ask",))) == ["c", "d"]


@each("action", ["ask", "drop", "flag"])
def test_the_list_is_the_same_whether_a_check_asks_drops_or_flags(action: str) -> None:
    found = [finding("echo", "a"), finding("source", "b")]
    assert reasons(found, TURNS, override(ACTIONS, (f"echo={action}",))) == ["a", "b"]


def test_up_to_eight_reasons_stand_in_the_order_of_the_text_and_each_once() -> None:
    found = [finding("echo", str(n)) for n in range(7)] + [finding("source", "x"), finding("source", "x")]
    assert reasons(found, TURNS, ACTIONS) == [*map(str, range(7)), "x"]


def test_of_more_than_eight_something_of_every_check_comes_first() -> None:
    found = [finding("echo", f"e{n}") for n in range(20)] + [finding("source", "s1"), finding("source", "s2")]
    found.append(finding("refusal", "r1"))
    told = reasons(found, TURNS, ACTIONS)
    assert told == ["e0", "s1", "r1", "e1", "s2", "e2", "e3", "e4"]
    assert len(told) == MAX_REASONS
