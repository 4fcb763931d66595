"""Box numbers are caught; prices, measures, times and scores are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen.checks.coordinates import find_coordinates
from datagen.checks.draft import Draft
from datagen.sample import Finding, Turn
from datagen.scene import Scene

SCENE = Scene(1, "1.jpg", 640, 480, (), (), "train2017")


def leaks(answer: str, question: str = "Where is it?") -> list[Finding]:
    return list(find_coordinates(Draft("spatial", (Turn(question=question, answer=answer),)), SCENE))


CAUGHT = [
    "The dog is at [0.12, 0.3, 0.45, 0.9] in the image.",
    "The cup (0.12, 0.30) is left of the plate.",
    "A bird sits at (0.5, 0.25).",
    "person: [0.1, 0.2, 0.3, 0.4]",
    "The bench is at [12, 40, 200, 300].",
    "It spans [0, 0.5, 1, 1].",
    "The cat is located (120, 45) from the corner.",
    "The kite starts at 0.45.",
    "The left edge is .312 and the right edge is .518.",
    "The truck reaches from 0.2 to 0.4.",
    "It lies between 0.2 and 0.4 on the horizontal.",
    "The cow is at x=0.3.",
    "The lamp is at x = 0.31 and the door further right.",
    "The top of the tree has y: 0.05.",
    "Its x1 is smaller than that of the chair.",
    "The y2 of the bowl is greater.",
    "Because x2 of the dog is small, it is on the left.",
    "The x-coordinate of the car is smaller.",
    "The y coordinates overlap.",
    "Along the x-axis, the bus comes first.",
    "The ymax of the cup is large.",
    "The coordinates show that the cup is on the left.",
    "Judging by its coordinates, the clock is near the top.",
    "Based on coordinates, the dog is left of the cat.",
    "The coordinate values are small.",
    "The box coordinates place it on the right.",
    "The plate is about 45% of the width away.",
    "The couch takes up 60% of the image.",
    "It is 30% from the left edge.",
    "The horizon is 40 percent down the picture.",
    "The bird is 120 pixels from the edge.",
    "The logo is 35px high.",
    "The dog is to the left (0.21) of the cat (0.67).",
    "The vase ends at 0.7, the candle at 0.8.",
    "The vase is located at coordinates (0.3, 0.5).",
    "The dog occupies the region from x = 0.1 to x = 0.5.",
    "The car's bounding box is [0.1,0.2,0.3,0.4].",
    "Its left edge is at 0.12 and its right edge at 0.46.",
    "The top-left corner is (34, 56).",
    "The cat is at position 0.5.",
    "The bus is 0.25 of the image wide.",
    "The bowl is at 0.66, 0.72.",
    "It extends to about 75% of the image height.",
    "It's roughly 20% in from the left.",
    "The bird sits in the top 10% of the image.",
    "The man stands in the left 30% of the frame.",
    "The chair has a y-value of 0.7.",
    "The width of the truck is 0.4.",
    "The plate is centered at 0.5.",
    "(0.1, 0.2, 0.3, 0.4)",
    "[100, 200, 150, 250]",
    "The sheep are within 0.05 of each other.",
    "The clock is at y=0.05.",
    "The normalized position of the dog is 0.3.",
    "The image is 640 pixels wide.",
    "The cat is 50px left of the dog.",
    "x1=0.3, y1=0.2",
    "The area of the box is 0.12.",
    "The x coordinate is 0.3",
    "The boat covers about 0.3 of the width.",
    "It goes from 0.10 in the image to 0.22 at the side.",
]

PASSED = [
    "The banana costs $0.59.",
    "A sign says that the apples are $ 0.99 a pound.",
    "The coffee is €0.80 and the tea £1.20.",
    "Apples are 0.99 per kilo.",
    'The price tag reads "0.75".',
    "The lemons are priced at 0.49.",
    "The bottle holds 0.5 liters.",
    "A 0.33 l can stands on the table.",
    "The trail is 0.5 miles long.",
    "It is a 0.25-inch screw.",
    "The clock shows 12:45.",
    "The clock on the tower says 0:45.",
    "The train leaves at 10.45.",
    "The score is 3:2.",
    "The scoreboard shows 21 to 14.",
    "A banner offers 50% off.",
    "The shirt is 100% cotton.",
    "About 20% of the seats are empty.",
    "He has a batting average of .300.",
    "She coordinates the team from the side.",
    "The outfit is color-coordinated.",
    "The pillows and the curtains are colour-coordinated.",
    "The players coordinate their moves.",
    "It takes hand-eye coordination to hit the ball.",
    "Her shoes coordinate with her bag.",
    "The conductor coordinates the orchestra.",
    "Version 2.0.1 is written on the screen.",
    "The BMW X1 is parked behind the van.",
    "The house number is 245.",
    "The jersey numbers are 12, 14 and 23.",
    "The flight is BA 0417.",
    "There are 3 dogs and 2 cats.",
    "The bus stop is 1.5 kilometers away.",
    "The poster is from 1999.",
    "The plane is about 2.5 times as long as the truck.",
    'The x-axis of the graph on the whiteboard is labeled "time".',
    "The coordinates on the sign tell hikers where they are.",
    "A 4x4 truck drives through the mud.",
    "It is 7.30 am.",
    "The tag says 0.99.",
    "The soda costs 0.99 at the stand.",
    "It is 0.75 miles to the lake, says the sign.",
    "The cup is filled to 80 percent.",
    "The discount is 30%.",
    "The battery is at 45%.",
    "About 70% of Earth is covered by water.",
    "The runner wears number 0.",
    "The runner's time is 0:59.8.",
    "The time on the display is 9.58 seconds.",
    "The gas price is 3.99.",
    "The gas price is 0.89 per liter.",
    "The bus is line 0815.",
    "The odds are 0.5 to 1.",
    "The flag is 2 by 3 feet.",
    "The street number is 1.",
    "They are 5 and 7 years old.",
    "The year is 2014.",
    "Add 0.5 teaspoons of salt.",
    "Add 0.25 cups of milk.",
    "His ERA is 0.95.",
    "The coordinates of the island are written on the map.",
    "She coordinates volunteers at the event.",
    "He checks the GPS coordinates on his phone.",
    "The bike has 26-inch wheels.",
    "A 0.5 kg bag of flour.",
    "The monitor has a resolution of 1920x1080.",
    "The ISO is 100.",
    "It has a 50mm lens.",
    "The ratio of cats to dogs is 2:1.",
    "The shelf is 0.8 m high.",
    "A .22 rifle hangs on the wall.",
    "The IP address 192.168.0.12 is on the sticker.",
    "The scale shows 0.45.",
    "The phone number ends in 0112.",
]


@pytest.mark.parametrize("text", CAUGHT)
def test_a_box_number_is_caught(text: str) -> None:
    found = leaks(text)
    assert found
    assert all(f.check == "coordinates" and f.verdict == "fail" for f in found)


@pytest.mark.parametrize("text", PASSED)
def test_other_numbers_pass(text: str) -> None:
    assert [f.message for f in leaks(text)] == []


def test_a_question_is_judged_too() -> None:
    (finding,) = leaks("A dog is.", "What is at [0.1, 0.2, 0.3, 0.4]?")
    assert finding.message == (
        'turn 1, question: gives a position as a number ("[0.1, 0.2, 0.3, 0.4]"); say it in words'
    )


@given(st.text("0123456789.,;[]() xy=%of the image", max_size=60), st.text(max_size=20))
def test_spans_lie_within_the_text(numbers: str, tail: str) -> None:
    text = numbers + tail
    for finding in leaks(text, text):
        assert finding.start is not None
        assert finding.end is not None
        assert 0 <= finding.start < finding.end <= len(text)
