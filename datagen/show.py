"""What is printed before and after a run: the dry run, the summary, samples as a person reads them."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from datagen.annotations.coco import Annotations
from datagen.chat import Message
from datagen.images.sent import Images
from datagen.judge import JudgeRules
from datagen.plan import Plan
from datagen.progress import spent
from datagen.prompting.tokens import estimate
from datagen.report import audit_line, stale_lines
from datagen.report.run_counts import Tally
from datagen.run.folder import LLAVA
from datagen.sample import Rejection, Sample
from datagen.settings import Prices
from datagen.verdicts import Summary
from datagen.writer.compose import compose

MAX_SHOWN = 1_000


def show_inputs(console: Console, annotations: Annotations) -> None:
    """Say what was read, what is missing and what was skipped."""
    boxes = int(annotations.boxes.starts[-1])
    captions = sum(map(len, annotations.captions))
    lines = [f"{annotations.sources.split}: {len(annotations)} images, {captions} captions, {boxes} boxes"]
    if annotations.sources.missing:
        lines.append(f"note: {annotations.sources.missing}")
    for reason, count in annotations.problems.counts.most_common():
        lines.append(f"skipped or mended: {reason}: {count}, such as {annotations.problems.listed[reason][0]}")
    console.print("\n".join(lines))


def show_plan(console: Console, plan: Plan, images: Images | None = None) -> None:
    """Say which images the plan cannot use."""
    if plan.unusable:
        console.print(f"{plan.unusable} images have too few boxes for every kind of the mix")
    if images is not None and images.problems.counts:
        counts, listed = images.problems.counts, images.problems.listed
        reasons = "; ".join(f"{reason}: {count}, such as {listed[reason][0]}" for reason, count in counts.most_common())
        line = f"{counts.total()} images skipped: {reasons}"
        console.print(line)


def show_dry_run(console: Console, plan: Plan, rules: JudgeRules, prices: Prices | None) -> None:
    """Print requests, tokens and dollars of a plan, and a prompt per kind; tokens are counted on the rendered text."""
    if not rules.llm.is_asked:
        _show_written_plan(console, plan, rules)
        return
    table = Table(title="plan (tokens are estimates; every job is counted as asked once)", title_justify="left")
    for column in ("kind", "requests", "input tokens", "of these constant", "output tokens"):
        table.add_column(column, justify="left" if column == "kind" else "right")
    constants, outputs = {}, {}
    for kind, prompt in rules.prompts.kinds.items():
        constants[kind] = sum(estimate(message.content) for message in prompt.constant)
        answers = [message.content for message in prompt.constant if message.role == "assistant"]
        outputs[kind] = sum(map(estimate, answers)) / len(answers)
    contexts = dict.fromkeys(rules.prompts.kinds, 0)
    rendered: dict[str, str] = {}
    for job in plan.to_send():
        text = rules.prompts.kinds[job.kind].scene_text(rules.told(job))
        contexts[job.kind] += estimate(text)
        rendered.setdefault(job.kind, text)
    total_in = total_out = 0
    for kind, count in plan.counts().items():
        tokens_in = contexts[kind] + count * constants[kind]
        tokens_out = round(count * outputs[kind])
        total_in, total_out = total_in + tokens_in, total_out + tokens_out
        table.add_row(kind, f"{count:,}", f"{tokens_in:,}", f"{count * constants[kind]:,}", f"{tokens_out:,}")
    table.add_row("all", f"{len(plan):,}", f"{total_in:,}", "", f"{total_out:,}", style="bold")
    console.print(table, soft_wrap=False)
    if rules.images is not None:
        console.print("each request carries an image: its tokens are not estimated and come on top")
    if prices:
        console.print(f"price, without cache discounts: ${prices.dollars(total_in, total_out):,.2f}")
    for kind, text in rendered.items():
        for message in (*rules.prompts.kinds[kind].constant, Message("user", text)):
            title = f"{kind}: {message.role}"
            console.print(Panel(message.content, title=title, title_align="left"), soft_wrap=False)


def _show_written_plan(console: Console, plan: Plan, rules: JudgeRules) -> None:
    """Print the samples of a plan that needs no LLM, and the first one per kind."""
    counts = plan.counts()
    lines = [f"{kind}: {count:,}" for kind, count in counts.items()]
    console.print("\n".join(["no requests: all samples are written from facts", *lines]))
    for job in plan.to_send():
        if counts.pop(job.kind, None) is not None:
            show_outcome(console, compose(job, rules.llm.name, rules.seed))
        if not counts:
            return


def show_summary(console: Console, tally: Tally, out: Path, prices: Prices | None = None) -> None:
    """Print how a run ended and where its files are."""
    table = Table(show_header=True, title=f"{tally.done} of {tally.jobs} jobs done", title_justify="left")
    for column in ("kind", "accepted", "rejected"):
        table.add_column(column, justify="left" if column == "kind" else "right")
    for kind in sorted(tally.accepted | tally.rejected):
        table.add_row(kind, str(tally.accepted[kind]), str(tally.rejected[kind]))
    table.add_row("all", str(tally.accepted.total()), str(tally.rejected.total()), style="bold")
    console.print(table, soft_wrap=False)
    lines = [f"requests: {tally.requests}, input tokens {tally.prompt_tokens:,}, output {tally.completion_tokens:,}"]
    if tally.cached_share is not None:
        lines.append(f"input tokens from the prefix cache: {tally.cached_share:.0%}")
    lines += [f"rejected for {check}: {count}" for check, count in tally.reasons.most_common()]
    lines += [
        f"attempt {n}: {tally.accepted_by_attempt[n]} of {asked} accepted"
        for n, asked in sorted(tally.asked_by_attempt.items())
    ]
    if tally.unanswered:
        lines.append(f"not answered yet: {tally.unanswered}")
    if tally.could_be_asked_again:
        again = f"{tally.could_be_asked_again} jobs were rejected with attempts left"
        lines.append(f"{again}: `datagen build` with the same --on-fail can ask them again")
    if prices:
        lines.append(f"spent: ${spent(tally, prices):,.4f}")
    console.print("\n".join(lines))
    show_review(console, tally.review)
    console.print(f"training file: {out / LLAVA}")


def show_review(console: Console, review: Summary | None) -> None:
    """Say what people's verdicts did to the samples that are trained on, and which did nothing."""
    if review is None:
        return
    selection = f"--only {review.selection.only}, --drop {review.selection.drop}"
    counts = (
        f"review: {review.accepted} accepted, {review.edited} edited, {review.rejected} rejected, {review.rescued} "
        f"rescued; {review.left_out} sample{'' if review.left_out == 1 else 's'} left out ({selection})"
    )
    audited = [audit_line(review.audit)] if review.audit else []
    console.print("\n".join((counts, *audited, *stale_lines(review))))


def show_outcome(console: Console, outcome: Sample | Rejection) -> None:
    """Print one sample or rejection as a person reads it."""
    title = f"accepted: {outcome.id}" if isinstance(outcome, Sample) else f"rejected: {outcome.id}"
    lines = []
    if isinstance(outcome, Rejection):
        lines.append(f"reason ({outcome.check}, attempt {outcome.attempt}): {outcome.message}")
    for turn in outcome.turns or ():
        lines += [f"Q: {_cut(turn.question)}", f"A: {_cut(turn.answer)}"]
    if outcome.turns is None and isinstance(outcome, Rejection):
        lines.append(_cut(outcome.reply))
    console.print(Panel("\n".join(lines), title=escape(title), title_align="left"), soft_wrap=False)


def _cut(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]} ... ({len(text):,} characters)"
