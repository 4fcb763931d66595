"""Asking is patient with a busy endpoint, quick to stop where it cannot help, and keeps each answer first."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from datagen.chat import ChatRequest, Message, Reply, Usage
from datagen.errors import EndpointBusyError, EndpointSettingsError, RequestRefusedError, StoppedEarlyError
from datagen.llm.ask import REFUSALS_BEFORE_ANY_ANSWER, Asker, GivenUpError, StoppingError, drive

Answerer = Callable[[ChatRequest, int], Coroutine[Any, Any, str]]


def request(number: int = 0) -> ChatRequest:
    return ChatRequest(
        job=f"job-{number}",
        attempt=1,
        model="m",
        messages=(Message("user", "hello"),),
        temperature=0.0,
        max_tokens=5,
        seed=number,
        schema=None,
        extra_body={},
    )


class ScriptedChat:
    """A ChatModel whose answers are a function of the request and of how often it was asked."""

    def __init__(self, answerer: Answerer) -> None:
        self.answerer = answerer
        self.calls: list[str] = []
        self.in_flight = self.most_in_flight = 0

    async def complete(self, asked: ChatRequest) -> Reply:
        self.calls.append(asked.job)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            text = await self.answerer(asked, self.calls.count(asked.job))
        finally:
            self.in_flight -= 1
        return Reply(
            fingerprint=asked.fingerprint,
            job=asked.job,
            attempt=1,
            text=text,
            finish_reason="stop",
            usage=Usage(),
            model="m",
            latency_s=0.0,
        )

    async def aclose(self) -> None:
        pass


class Kept(list[Reply]):
    async def __call__(self, reply: Reply) -> None:
        self.append(reply)


async def say_yes(_: ChatRequest, __: int) -> str:
    await asyncio.sleep(0)
    return "yes"


def asker(answerer: Answerer, kept: Kept, concurrency: int = 8, patience_s: float = 5.0) -> Asker:
    return Asker(ScriptedChat(answerer), kept, concurrency, patience_s, pause_s=0.01)


def test_an_answer_is_kept_before_it_is_returned() -> None:
    kept = Kept()
    reply = asyncio.run(asker(say_yes, kept).ask(request()))
    assert kept == [reply]


def test_a_busy_endpoint_is_asked_again_until_it_answers() -> None:
    async def third_time(_: ChatRequest, call: int) -> str:
        if call < 3:
            raise EndpointBusyError("busy")
        return "at last"

    kept = Kept()
    it = asker(third_time, kept)
    assert asyncio.run(it.ask(request())).text == "at last"
    assert it.retries == 2
    assert len(kept) == 1


def test_the_endpoints_own_wish_to_wait_is_honoured() -> None:
    async def wait_a_bit(_: ChatRequest, call: int) -> str:
        if call == 1:
            raise EndpointBusyError("busy", retry_after_s=0.4)
        return "yes"

    async def timed() -> float:
        loop = asyncio.get_running_loop()
        started = loop.time()
        await asker(wait_a_bit, Kept()).ask(request())
        return loop.time() - started

    assert asyncio.run(timed()) >= 0.4


def test_a_wish_that_is_longer_than_patience_stops_at_once() -> None:
    async def tomorrow(_: ChatRequest, __: int) -> str:
        raise EndpointBusyError("daily quota is used up", retry_after_s=40_000)

    it = asker(tomorrow, Kept())
    with pytest.raises(StoppedEarlyError, match="daily quota"):
        asyncio.run(asyncio.wait_for(it.ask(request()), 2))


def test_an_endpoint_that_stays_down_stops_the_run() -> None:
    async def down(_: ChatRequest, __: int) -> str:
        raise EndpointBusyError("connection refused")

    kept = Kept()
    with pytest.raises(StoppedEarlyError, match="connection refused"):
        asyncio.run(asker(down, kept, patience_s=0.3).ask(request()))
    assert kept == []


def test_a_request_that_fails_while_others_succeed_is_given_up_and_not_rejected() -> None:
    async def only_one_fails(asked: ChatRequest, _: int) -> str:
        await asyncio.sleep(0.01)
        if asked.job == "job-0":
            raise EndpointBusyError("always 500")
        return "yes"

    async def both(it: Asker) -> None:
        poisoned = asyncio.create_task(it.ask(request(0)))
        while not poisoned.done():
            await it.ask(request(1))
        with pytest.raises(GivenUpError, match="always 500"):
            await poisoned

    asyncio.run(both(asker(only_one_fails, Kept(), patience_s=0.3)))


def test_requests_in_flight_never_exceed_the_limit_and_items_are_taken_lazily() -> None:
    async def slowly(_: ChatRequest, __: int) -> str:
        await asyncio.sleep(0.002)
        return "yes"

    kept = Kept()
    it = asker(slowly, kept, concurrency=7)
    taken = 0

    def items() -> Any:
        nonlocal taken
        for number in range(100):
            taken += 1
            assert taken <= len(kept) + 7 + 1
            yield request(number)

    async def work(asked: ChatRequest) -> None:
        await it.ask(asked)

    asyncio.run(drive(items(), work, 7))
    assert len(kept) == 100
    assert isinstance(it.model, ScriptedChat)
    assert it.model.most_in_flight == 7


def test_more_requests_at_once_than_the_limit_all_get_their_turn() -> None:
    kept = Kept()
    it = asker(say_yes, kept, concurrency=2)

    async def all_at_once() -> None:
        await asyncio.wait_for(asyncio.gather(*(it.ask(request(number)) for number in range(9))), 5)

    asyncio.run(all_at_once())
    assert len(kept) == 9
    assert isinstance(it.model, ScriptedChat)
    assert it.model.most_in_flight == 2


def test_fewer_requests_are_in_flight_while_the_endpoint_is_busy_and_all_again_later() -> None:
    widths: list[int] = []

    async def busy_at_first(_: ChatRequest, call: int) -> str:
        await asyncio.sleep(0.001)
        if call == 1 and len(widths) < 5:
            widths.append(int(it.gate.limit))
            raise EndpointBusyError("429")
        return "yes"

    kept = Kept()
    it = asker(busy_at_first, kept, concurrency=16)
    asyncio.run(drive(iter([request(n) for n in range(400)]), lambda asked: it.ask(asked), 16))  # type: ignore[arg-type, return-value]
    assert len(kept) == 400
    assert it.gate.limit == 16


def test_the_gate_halves_at_most_once_a_second_and_never_closes() -> None:
    now = [10.0]
    it = Asker(ScriptedChat(say_yes), Kept(), 16, clock=lambda: now[0])
    for _ in range(5):
        it.gate.narrow()
    assert it.gate.limit == 8
    for _ in range(10):
        now[0] += 1.0
        it.gate.narrow()
    assert it.gate.limit == 1


def test_a_refusal_is_a_kept_answer() -> None:
    async def refuse_the_second(asked: ChatRequest, _: int) -> str:
        if asked.job == "job-2":
            raise RequestRefusedError("content policy")
        return "yes"

    kept = Kept()
    it = asker(refuse_the_second, kept)

    async def three() -> None:
        for number in (1, 2, 3):
            await it.ask(request(number))

    asyncio.run(three())
    assert [reply.refusal for reply in kept] == [None, "content policy", None]
    assert kept[1].finish_reason == "refused"


def test_refusals_before_any_answer_are_kept_once_an_answer_shows_that_the_settings_are_right() -> None:
    async def first_two_refused(asked: ChatRequest, _: int) -> str:
        if asked.job in {"job-0", "job-1"}:
            raise RequestRefusedError("no")
        return "yes"

    kept = Kept()
    it = asker(first_two_refused, kept)

    async def ask_three() -> None:
        await it.ask(request(0))
        await it.ask(request(1))
        assert kept == []
        await it.ask(request(2))

    asyncio.run(ask_three())
    assert [reply.job for reply in kept] == ["job-0", "job-1", "job-2"]


def test_nothing_but_refusals_is_a_wrong_setting_and_keeps_nothing() -> None:
    async def refuse(_: ChatRequest, __: int) -> str:
        raise RequestRefusedError("unknown parameter")

    kept = Kept()
    it = asker(refuse, kept)

    async def many() -> None:
        for number in range(100):
            await it.ask(request(number))

    with pytest.raises(EndpointSettingsError, match="unknown parameter"):
        asyncio.run(many())
    assert isinstance(it.model, ScriptedChat)
    assert len(it.model.calls) == REFUSALS_BEFORE_ANY_ANSWER
    assert kept == []


def test_after_stop_nothing_is_sent_even_by_a_request_that_waits_to_try_again() -> None:
    async def busy(_: ChatRequest, __: int) -> str:
        raise EndpointBusyError("busy", retry_after_s=3.0)

    it = asker(busy, Kept())

    async def stop_while_waiting() -> None:
        waiting = asyncio.create_task(it.ask(request()))
        await asyncio.sleep(0.05)
        it.stop()
        with pytest.raises(StoppingError):
            await asyncio.wait_for(waiting, 1)

    asyncio.run(stop_while_waiting())
    assert isinstance(it.model, ScriptedChat)
    assert len(it.model.calls) == 1


def test_the_first_error_of_a_worker_ends_all_work_and_is_raised_as_it_is() -> None:
    async def work(number: int) -> None:
        await asyncio.sleep(0)
        if number == 3:
            raise StoppedEarlyError("enough")
        await asyncio.sleep(10)

    with pytest.raises(StoppedEarlyError, match="enough"):
        asyncio.run(asyncio.wait_for(drive(iter(range(10)), work, 4), 5))
