"""What the LLM was asked for one outcome, and what it answered: the job is lived again with its stored replies.

Reads files and asks nothing. Requests are not stored; `judge.attempts` writes the same ones again, and a reply that is
filed under such a request's fingerprint is the proof that it was this one.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from datagen.chat import ChatRequest, Message, Reply
from datagen.errors import DatagenError
from datagen.job import Job
from datagen.kinds import KINDS
from datagen.llms import is_asked
from datagen.review.replies import Replies
from datagen.review.run import ReviewedRun
from datagen.run.folder import PROMPTS
from datagen.sample import Rejection, Sample
from datagen.scene import Scene

if TYPE_CHECKING:
    from datagen.images.sent import Images
    from datagen.judge import JudgeRules

FROM_FACTS = "No LLM was asked: the questions and answers were written from what the boxes prove."
NO_REPLIES = "There are no stored replies for this sample."
NO_REQUESTS = "The requests cannot be written again ({why}); these are the stored replies alone."
NOT_MATCHED = "the run's settings, prompts or scenes are not those that were asked with"


class RequestMessage(msgspec.Struct, frozen=True):
    """One message of a request."""

    role: str
    text: str


class Attempt(msgspec.Struct, frozen=True):
    """One request and its reply; without messages where the request is not known any more."""

    attempt: int
    messages: list[RequestMessage]
    reply: str
    finish_reason: str
    model: str
    latency_s: float
    tokens: dict[str, int | None]


class History(msgspec.Struct, frozen=True):
    """All attempts at one sample; `note` says what is missing, and why."""

    attempts: list[Attempt]
    note: str = ""


class Provenances:
    """The histories of one run; safe to use from several threads."""

    def __init__(self, run: ReviewedRun) -> None:
        """Read nothing yet."""
        self._run, self._replies = run, Replies(run.folder)
        self._rules: JudgeRules | None = None
        self._guard = threading.Lock()

    def of(self, outcome: Sample | Rejection, scene: Scene | None) -> History:
        """Return the history of an outcome.

        Raises:
            RunFolderError: the stored replies are damaged.

        """
        if not is_asked(outcome.provenance.llm):
            return History([], FROM_FACTS)
        with self._guard:
            stored = self._replies.of(outcome.id)
            if not stored:
                return History([], NO_REPLIES)
            try:
                asked, why = self._lived_again(outcome, scene, stored), NOT_MATCHED
            except DatagenError as error:
                asked, why = [], str(error)
        if asked:
            return History([_attempt(reply, request.messages) for request, reply in asked])
        return History([_attempt(reply, ()) for reply in stored], NO_REQUESTS.format(why=why))

    def _lived_again(
        self, outcome: Sample | Rejection, scene: Scene | None, stored: list[Reply]
    ) -> list[tuple[ChatRequest, Reply]]:
        """Pair the job's requests with their replies, as far as there are any."""
        from datagen.judge import attempts  # noqa: PLC0415 - the checks take half a second to import

        job = None if scene is None else _job(outcome, scene)
        if job is None:
            return []
        of_request = {reply.fingerprint: reply for reply in stored}
        exchange = attempts(job, self._rules_for(job.scene))
        request, asked = next(exchange), []
        while reply := of_request.get(request.fingerprint):
            asked.append((request, reply))
            try:
                request = exchange.send(reply)
            except StopIteration:
                break
        return asked

    def _rules_for(self, scene: Scene) -> JudgeRules:
        """Return the run's rules; where images went along, with the hash of this scene's."""
        self._rules = self._rules or open_rules(self._run)
        if not self._run.seen:
            return self._rules
        return replace(self._rules, images=_images(self._run, scene))


def open_rules(run: ReviewedRun) -> JudgeRules:
    """Return the rules that a run was judged by, but for its images.

    Raises:
        RunFolderError, PromptError: run.json or the folder's prompts are damaged.

    """
    from datagen import run_file  # noqa: PLC0415
    from datagen.judge import JudgeRules  # noqa: PLC0415
    from datagen.prompting import prompts  # noqa: PLC0415

    settings = run_file.settings_of(run.folder, {"settings": run.settings})
    folder = run.folder / PROMPTS
    loaded = prompts.load(folder, settings.context if settings.images else None, prompts.kinds_in(folder))
    return JudgeRules.of(settings, loaded)


def _images(run: ReviewedRun, scene: Scene) -> Images:
    from datagen.annotations.rows import ImageRow  # noqa: PLC0415
    from datagen.images.sent import Images  # noqa: PLC0415

    images = Images([ImageRow(scene.image_id, scene.file_name)], scene.split, folder=None, max_mb=0.0)
    images.read(run.folder)
    return images


def _job(outcome: Sample | Rejection, scene: Scene) -> Job | None:
    """Return the job that an outcome came from; None where its id is not one of ours."""
    first = Job(scene, outcome.kind).id
    ordinal = outcome.id.removeprefix(f"{first}-") if outcome.id != first else "1"
    job = Job(scene, outcome.kind, int(ordinal)) if ordinal.isdecimal() else None
    return job if job and job.id == outcome.id and job.kind in KINDS else None


def _attempt(reply: Reply, messages: tuple[Message, ...]) -> Attempt:
    return Attempt(
        attempt=reply.attempt,
        messages=[RequestMessage(message.role, message.content) for message in messages],
        reply=reply.text if reply.refusal is None else f"refused: {reply.refusal}",
        finish_reason=reply.finish_reason,
        model=reply.model,
        latency_s=reply.latency_s,
        tokens=reply.usage.model_dump(),
    )
