import re
from collections.abc import Sequence

import pytest
from jinja2 import Environment

from train.errors import ModelError
from train.text.chat_template import Message, measure
from train.text.conversation import Frame

CONTROLS = ("<u>", "<a>", "<end>", "</s>")


def measured(template: str, eos: str | None = "</s>") -> Frame:
    environment = Environment(trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701 - text for LLMs

    def render(messages: Sequence[Message], *, asks: bool) -> str:
        return environment.from_string(template).render(messages=messages, add_generation_prompt=asks, eos=eos)

    return measure(render, CONTROLS, eos, template)


def turns(question: str, answer: str, generation: str = "") -> str:
    return (
        "{% for m in messages %}{% if m['role'] == 'user' %}"
        f"{question}{{% else %}}{answer}{{% endif %}}{{% endfor %}}"
        f"{{% if add_generation_prompt %}}{generation}{{% endif %}}"
    )


def test_a_template_is_taken_apart_at_its_turns_and_the_first_control_token_after_an_answer_ends_it() -> None:
    frame = measured(turns("<u>{{ m['content'] }}<end>\n", "<a>\n{{ m['content'] }}<end>\n", "<a>\n"))
    assert (frame.opening, frame.asking, frame.lead) == ("<u>", "<end>\n<a>\n", "")
    assert (frame.closing, frame.between) == ("<end>", "\n<u>")
    assert frame.template is not None


def test_white_space_before_an_answer_that_nobody_asks_with_belongs_to_the_answer() -> None:
    frame = measured(turns("[Q] {{ m['content'] }} [/Q]", " {{ m['content'] }} </s>"))
    assert (frame.asking, frame.lead, frame.closing) == (" [/Q]", " ", " </s>")


def test_words_before_an_answer_are_given_even_by_a_template_that_does_not_ask() -> None:
    frame = measured(turns("<u>{{ m['content'] }}<end>", "<a>{{ m['content'] }}<end>"))
    assert (frame.asking, frame.lead, frame.closing) == ("<end><a>", "", "<end>")
    assert frame.template is None, "its own prompt lacks the <a> that training saw"


@pytest.mark.parametrize(
    ("question", "answer", "trims"),
    [
        ("m['content']", "m['content']", ("none", "none")),
        ("m['content'] | trim", "m['content']", ("both", "none")),
        ("m['content'] | trim", "m['content'] | trim", ("both", "both")),
        ("m['content']", "m['content'].lstrip()", ("none", "start")),
        ("m['content'].rstrip()", "m['content'].strip()", ("end", "both")),
    ],
)
def test_what_a_template_does_to_outer_white_space_is_found(question: str, answer: str, trims: tuple[str, str]) -> None:
    frame = measured(turns(f"<u>{{{{ {question} }}}}<end>", f"<a>{{{{ {answer} }}}}<end>", "<a>"))
    assert (frame.trim_question, frame.trim_answer) == trims
    assert frame.template is not None


def test_a_template_that_ends_no_answer_gets_the_eos_token() -> None:
    frame = measured(turns("Q: {{ m['content'] }}\n", "A: {{ m['content'] }}\n", "A: "))
    assert (frame.closing, frame.between, frame.template) == ("</s>", "\nQ: ", None)


def test_a_template_that_treats_the_last_answer_differently_is_replaced_by_its_frame() -> None:
    thinks = "<a>{% if loop.last %}<think></think>{% endif %}{{ m['content'] }}<end>"
    frame = measured(turns("<u>{{ m['content'] }}<end>", thinks, "<a><think></think>"))
    assert (frame.asking, frame.lead, frame.template) == ("<end><a><think></think>", "", None)


def test_a_template_with_two_ways_of_white_space_is_replaced_by_its_frame() -> None:
    odd = "<u>{{ m['content'] | trim if loop.first else m['content'] }}<end>"
    frame = measured(turns(odd, "<a>{{ m['content'] }}<end>", "<a>"))
    assert (frame.trim_question, frame.template) == ("none", None)


@pytest.mark.parametrize("lost", ["{{ messages[-1]['content'] }}", "{{ messages | length }}", ""])
def test_a_template_that_loses_turns_is_refused(lost: str) -> None:
    with pytest.raises(ModelError, match=re.escape("drops, changes or reorders turns")):
        measured(lost)


def test_a_template_without_end_on_a_tokenizer_without_eos_is_refused() -> None:
    with pytest.raises(ModelError, match="no EOS token"):
        measured(turns("Q: {{ m['content'] }}\n", "A: {{ m['content'] }}\n", "A: "), eos=None)
