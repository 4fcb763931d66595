"""CHAIR: of the objects that a caption names, how many are not in the image. Lower is better.

The measure is that of Rohrbach et al. 2018 (arXiv:1809.02156); the words for the objects are those by which this
project's own checks read a text, not CHAIR's, and the result says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple

from datagen.lexicon import Lexicon, lexicon_of
from train.benchmarks.answers import by_id, check_ids
from train.benchmarks.benchmark import Benchmark, Files, Question, Result, Scored
from train.benchmarks.chair_file import Annotated, read_annotated, read_questions

SCORER = "CHAIR (Rohrbach et al. 2018) with this project's own words for objects, not LisaAnne/Hallucination's chair.py"
PROMPT = "Please describe this image in detail."
OWN_WORDS = (
    "words for objects and rules for plurals are this project's own, so figures differ from chair.py's: that one "
    'misses "bus", and counts words that may mean something else ("table", "desk", "seat", "bow", "orange cat"), which '
    "are neither counted nor held against a caption here"
)
PROMPTS_MATTER = "lower is better; CHAIR grows with the captions' length, so compare only with the same prompt"
PLACES = 1
_SURE = ("same", "narrower")


class Mention(NamedTuple):
    """A word in a caption, in the singular, and the category that it surely means."""

    word: str
    category: str


class Truth(NamedTuple):
    """The categories that an image has, and those that a reference caption may mean."""

    present: frozenset[str]
    possible: frozenset[str]


@dataclass(frozen=True, slots=True)
class Captioned:
    """One caption's mentions, and those of them that nothing in the image's annotations accounts for."""

    mentions: Sequence[Mention]
    hallucinated: Sequence[Mention]

    @property
    def share(self) -> float:
        """CHAIRi of this caption alone; 0 where it names no object."""
        return len(self.hallucinated) / len(self.mentions) if self.mentions else 0.0


class CHAIR(Benchmark):
    """See the module."""

    name = "chair"
    needs: ClassVar[Mapping[str, str]] = {
        "annotations": "instances_SPLIT.json and captions_SPLIT.json of the images, of several splits if need be",
        "questions": "JSON lines with question_id or image, and text, to ask about some of the images only",
    }
    numbered_ids = True
    long_answers = True

    def questions(self, files: Files) -> Iterator[Question]:
        """Yield one question per image: those of the questions file, or all that are annotated."""
        files = _told_apart(files)
        annotated = read_annotated(files.annotations)
        for name, (image_id, text) in _asked(files, annotated).items():
            yield Question(name, annotated.names[image_id], text or PROMPT)

    def score(self, files: Files, answers: Mapping[str, str]) -> Result:
        """Score captions by image id, file name or, where there are questions, by question id.

        Without questions any of the annotated images may be captioned, once, and none must.
        """
        files = _told_apart(files)
        annotated = read_annotated(files.annotations)
        if files.questions:
            image_ids = {name: image_id for name, (image_id, _) in _asked(files, annotated).items()}
            notes = check_ids(answers, image_ids, partial=files.partial)
        else:
            image_ids = annotated.image_ids()
            check_ids(answers, [name for name in answers if name in image_ids], partial=True)
            by_id((str(image_ids[name]), "") for name in answers)
            notes = (f"{len(answers):,} of {len(annotated.names):,} annotated images have a caption",)
        lexicon = lexicon_of(tuple(annotated.categories))
        found = {name: _read_answer(lexicon, annotated, image_ids[name], text) for name, text in answers.items()}
        if not annotated.captions:
            notes += ("without captions_SPLIT.json only instances count as present: captions are judged more harshly",)
        scored = [_scored(name, captioned) for name, captioned in found.items()]
        return Result(self.name, SCORER, figures(found.values()), "CHAIRs", (OWN_WORDS, PROMPTS_MATTER, *notes), scored)


def mentions_in(lexicon: Lexicon, caption: str) -> list[Mention]:
    """Return the words of a caption that surely name a category, each as often as it stands there."""
    return [
        Mention(word.concept.name, word.concept.categories[0])
        for word in lexicon.find(caption)
        if word.concept.sense in _SURE
    ]


def truth_of(lexicon: Lexicon, instances: Iterable[str], references: Iterable[str]) -> Truth:
    """Return what an image's instances and reference captions say of it."""
    concepts = [word.concept for reference in references for word in lexicon.find(reference)]
    sure = {concept.categories[0] for concept in concepts if concept.sense in _SURE}
    possible = {category for concept in concepts for category in concept.categories}
    return Truth(frozenset((*instances, *sure)), frozenset(possible))


def judge(mentions: Sequence[Mention], truth: Truth) -> Captioned:
    """Hold a caption's mentions against what is there."""
    there = truth.present | truth.possible
    return Captioned(mentions, [mention for mention in mentions if mention.category not in there])


def figures(captions: Iterable[Captioned]) -> dict[str, float | int | None]:
    """Return percentages: CHAIRs over captions, CHAIRi over mentions; None where there are none."""
    captions = list(captions)
    mentions = sum(len(caption.mentions) for caption in captions)
    hallucinated = sum(len(caption.hallucinated) for caption in captions)
    with_any = sum(bool(caption.hallucinated) for caption in captions)
    return {
        "CHAIRs": round(100 * with_any / len(captions), PLACES) if captions else None,
        "CHAIRi": round(100 * hallucinated / mentions, PLACES) if mentions else None,
        "captions": len(captions),
        "mentions": mentions,
        "hallucinated": hallucinated,
    }


def _told_apart(files: Files) -> Files:
    """Take the annotations from the questions where they alone were given."""
    return files if files.annotations else replace(files, questions=(), annotations=files.questions)


def _asked(files: Files, annotated: Annotated) -> dict[str, tuple[int, str]]:
    if files.questions:
        return read_questions(files.questions, annotated.image_ids())
    return {str(image_id): (image_id, "") for image_id in annotated.names}


def _read_answer(lexicon: Lexicon, annotated: Annotated, image_id: int, caption: str) -> Captioned:
    instances, references = annotated.instances.get(image_id, ()), annotated.captions.get(image_id, ())
    return judge(mentions_in(lexicon, caption), truth_of(lexicon, instances, references))


def _scored(name: str, captioned: Captioned) -> Scored:
    """A caption's score is its part in CHAIRs: 1 where anything in it is made up."""
    return Scored(
        question_id=name,
        score=float(bool(captioned.hallucinated)),
        answer=", ".join(mention.category for mention in captioned.mentions),
        more={"hallucinated": [list(mention) for mention in captioned.hallucinated], "CHAIRi": captioned.share},
    )
