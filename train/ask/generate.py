"""Answers of a stock LLaVA: greedy and in batches for benchmarks, word by word for a conversation.

In float32 a batch gives the answers that each question gets alone. Rows of a batch are computed to the last few bits
only: other shapes of a matrix product and other paddings sum in another order. That decides nothing unless the two
best next tokens are that close, and then the question is asked again alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

import torch
from torch import Tensor
from transformers import GenerationConfig, LogitsProcessor, LogitsProcessorList, TextStreamer

from train.ask.prompting import Batch, Message, Prompt, UnaskableError, assistant, batch_of, ids_of, prompt_of, user
from train.ask.query import Outcome, Query
from train.checkpoint.stock import Stock

WINDOW = 32
"""Batches of questions that are sorted by length together; their texts are in memory at once, their images are not."""
CLOSE = 5e-4
"""Scores nearer than this are as good as equal: about a hundred times what batching changes in float32."""
MARK = "Zq7"


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is chosen; at temperature 0 it is the best one."""

    temperature: float = 0.0
    top_p: float = 1.0
    seed: int = 0


class _Gaps(LogitsProcessor):
    """Changes nothing, and keeps each row's smallest distance between the two best scores before its end."""

    def __init__(self, stops: Tensor) -> None:
        self._stops = stops
        self.smallest: Tensor | None = None
        self._open = torch.tensor(1)

    def __call__(self, input_ids: Tensor, scores: Tensor) -> Tensor:
        best = scores.topk(2, dim=-1).values
        gaps = best[:, 0] - best[:, 1]
        if self.smallest is None:
            self.smallest, self._open = gaps, torch.ones_like(gaps, dtype=torch.bool)
        else:
            self._open &= ~torch.isin(input_ids[:, -1], self._stops)
            self.smallest = torch.where(self._open, torch.minimum(self.smallest, gaps), self.smallest)
        return scores


class _Pieces(TextStreamer):
    """Hands on the answer's text as soon as its words are complete, without the token that ends it."""

    def __init__(self, tokenizer: Any, stops: Sequence[int], tell: Callable[[str], None]) -> None:
        super().__init__(tokenizer, skip_prompt=True, skip_special_tokens=True)
        self._stops, self._tell, self._begun = set(stops), tell, False

    def put(self, value: Tensor) -> None:
        if value.numel() == 1 and not self.next_tokens_are_prompt and int(value) in self._stops:
            return
        cast("Any", super()).put(value)

    def on_finalized_text(self, text: str, stream_end: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - theirs
        text = text if self._begun else text.lstrip()
        self._begun = self._begun or bool(text)
        if text:
            self._tell(text)


class Speaker:
    """A model that answers; `max_new_tokens` is the longest answer."""

    def __init__(self, stock: Stock, max_new_tokens: int, sampling: Sampling | None = None) -> None:
        """Find the tokens that end an answer."""
        self.stock, self.max_new_tokens, self.sampling = stock, max_new_tokens, sampling or Sampling()
        self.stops = stop_ids(stock)
        self.asked_again = 0
        self._fits: int | None = None
        padding = stock.tokenizer.pad_token_id
        self._padding = self.stops[0] if padding is None else int(padding)

    def answers(self, queries: Iterable[Query], batch_size: int) -> Iterator[Outcome]:
        """Yield an answer to every question, in an order of its own: questions of one length together.

        The images of the next batch are prepared while this one is answered.
        """
        rest = iter(queries)
        with ThreadPoolExecutor(1) as ahead:
            while window := list(islice(rest, WINDOW * batch_size)):
                window.sort(key=lambda query: (query.image is not None, len(query.text)), reverse=True)
                batches = [window[start : start + batch_size] for start in range(0, len(window), batch_size)]
                waiting = ahead.submit(self._prepare, batches[0])
                for following in [*batches[1:], []]:
                    prompts, failures = waiting.result()
                    waiting = ahead.submit(self._prepare, following)
                    yield from failures
                    if prompts:
                        yield from self._answer(prompts)

    def say(self, messages: Sequence[Message], pixels: Tensor | None, tell: Callable[[str], None]) -> str:
        """Answer a conversation, telling the text piece by piece, and return the whole.

        Raises:
            UnaskableError: a turn spells `<image>`.

        """
        batch = batch_of([Prompt("", ids_of(self.stock, messages), pixels)], self._padding)
        streamer = _Pieces(self.stock.tokenizer, self.stops, tell)
        return self._text(self._generate(batch, streamer=streamer)[0])

    def _prepare(self, queries: Sequence[Query]) -> tuple[list[Prompt], list[Outcome]]:
        prompts, failures = [], []
        for query in queries:
            try:
                prompts.append(prompt_of(self.stock, query))
            except UnaskableError as error:
                failures.append(Outcome(query.id, "", str(error)))
        return prompts, failures

    def _answer(self, prompts: Sequence[Prompt]) -> list[Outcome]:
        """Answer prompts together; where memory does not do, in smaller batches from then on."""
        if (fits := self._fits) is not None and len(prompts) > fits:
            parts = [self._answer(prompts[start : start + fits]) for start in range(0, len(prompts), fits)]
            return [outcome for part in parts for outcome in part]
        gaps = _Gaps(torch.tensor(self.stops, device=self.stock.llava.device))
        rows = self._generate_if_it_fits(prompts, gaps)
        if rows is None:
            return self._answer(prompts)
        assert gaps.smallest is not None
        exact = len(prompts) > 1 and self.stock.llava.dtype == torch.float32
        outcomes = []
        for prompt, row, gap in zip(prompts, rows, gaps.smallest.tolist(), strict=True):
            if exact and gap < CLOSE:
                self.asked_again += 1
                outcomes += self._answer([prompt])
            else:
                outcomes.append(Outcome(prompt.id, self._text(row)))
        return outcomes

    def _generate_if_it_fits(self, prompts: Sequence[Prompt], gaps: _Gaps) -> list[list[int]] | None:
        """Return the answers' tokens; None where memory did not do, once the failed try's own memory is free again.

        No other try may begin while the error is handled: it holds the frames, and with them the tensors, of this one.
        """
        try:
            return self._generate(batch_of(prompts, self._padding), logits_processor=LogitsProcessorList([gaps]))
        except torch.OutOfMemoryError:
            if len(prompts) == 1:
                raise
        self._fits = (len(prompts) + 1) // 2
        return None

    @torch.inference_mode()
    def _generate(self, batch: Batch, **options: Any) -> list[list[int]]:
        """Return the tokens after the prompt, row by row."""
        llava, chosen = self.stock.llava, self.sampling
        how: dict[str, Any] = {"do_sample": False}
        if chosen.temperature > 0:
            torch.manual_seed(chosen.seed)
            how = {"do_sample": True, "temperature": chosen.temperature, "top_p": chosen.top_p, "top_k": 0}
        config = cast("Any", GenerationConfig)(
            max_new_tokens=self.max_new_tokens, eos_token_id=list(self.stops), pad_token_id=self._padding, **how
        )
        images = {} if batch.pixels is None else {"pixel_values": batch.pixels.to(llava.device, llava.dtype)}
        output = cast("Any", llava).generate(
            input_ids=batch.input_ids.to(llava.device),
            attention_mask=batch.attention_mask.to(llava.device),
            generation_config=config,
            **images,
            **options,
        )
        return cast("list[list[int]]", output[:, batch.input_ids.shape[1] :].tolist())

    def _text(self, ids: Sequence[int]) -> str:
        end = next((place for place, one in enumerate(ids) if one in self.stops), len(ids))
        return str(self.stock.tokenizer.decode(ids[:end], skip_special_tokens=True)).strip()


def stop_ids(stock: Stock) -> tuple[int, ...]:
    """Return the tokens that end an answer: the model's, the tokenizer's, and what its template puts after a turn."""
    own = cast("Any", stock.llava.generation_config).eos_token_id
    found = list(own) if isinstance(own, (list, tuple)) else [own]
    found.append(stock.tokenizer.eos_token_id)
    turns = [user(MARK, image=False), assistant(MARK)]
    text = str(cast("Any", stock.processor).apply_chat_template(turns, tokenize=False))
    after = stock.tokenizer(text.rpartition(MARK)[2], add_special_tokens=False)["input_ids"]
    found += [one for one in after[:1] if one in stock.tokenizer.all_special_ids or one in _added(stock)]
    return tuple(dict.fromkeys(int(one) for one in found if one is not None))


def _added(stock: Stock) -> set[int]:
    return set(stock.tokenizer.added_tokens_decoder)
