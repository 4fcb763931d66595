"""The sentences of a description, as templates. Data alone."""

QUESTIONS = (
    "Describe the image in detail.",
    "What can be seen in this image, and where is it?",
    "Please give an account of this picture: what is there, how many, and where?",
    "Can you describe the things in the image and how they are arranged?",
    "Write a paragraph on what the image shows and where in the image things are.",
    "Tell me what is in this picture, with numbers and places.",
    "How would you describe this image to someone who cannot see it?",
    "Go through the image and say what is where.",
    "What does this picture show? Mention where things are and how they stand to each other.",
    "Give a detailed description of the layout of this image.",
)
INVENTORY = (
    "The image shows {things}.",
    "In the image there {be} {things}.",
    "There {be} {things} in this picture.",
    "This picture shows {things}.",
    "Visible in the image {vis} {things}.",
    "One can see {things} in this image.",
    "{Things} can be seen in the image.",
    "The scene includes {things}.",
    "{Things} make up what stands out in the image.",
)
MORE_THINGS = (
    "Besides, there {be} {things}.",
    "There {be} also {things}.",
    "In addition, {things} can be seen.",
    "{Things} can be made out as well.",
    "Also visible {vis} {things}.",
    "Apart from that, it shows {things}.",
)
CROWDS = (
    "A large number of {many} can be seen.",
    "There are many {many}.",
    "There are a great many {many} in the scene.",
    "Lots of {many} can be seen.",
)
PLACED_AT = (
    "{A} {a_be} {place}.",
    "{A} can be found {place}.",
    "{A} {a_be} located {place}.",
    "{Place}, one can see {a}.",
    "{Place} {a_be} {a}.",
    "{Place}, there {a_be} {a}.",
)
APART = (
    "Of the {many}, {left} can be seen on the left side of the image and {right} on the right.",
    "The {many} are on both sides of the image, {left} on the left and {right} on the right.",
    "On the left side of the image one finds {left} of the {many}, on the right {right}.",
)
TOGETHER = (
    "The {many} are {all} on the {side} side of the image.",
    "On the {side} side of the image one finds {all} the {many}.",
    "As for the {many}, they are {all} on the {side} side.",
)
OUTERMOST = (
    "Of the {many}, the {one} one is larger in the image than the {other} one.",
    "The {one} one of the {many} appears larger in the image than the {other} one.",
    "Among the {many}, the {other} one is smaller in the image than the {one} one.",
)
HIGHER = (
    "The {one} one of the {many} is higher up in the image than the {other} one.",
    "Of the {many}, the {other} one is lower down in the picture than the {one} one.",
    "Among the {many}, the {one} one is placed higher than the {other} one.",
)
ACROSS = (
    "{A} {reach} across almost the whole width of the image.",
    "From the left to the right, {a} {reach} across nearly all of the image.",
    "Almost the full width of the picture is spanned by {a}.",
)
DOWN = (
    "{A} {reach} from near the top of the image to near its bottom.",
    "From top to bottom, {a} {reach} across nearly all of the image.",
    "Almost the full height of the picture is spanned by {a}.",
)
STANDING = (
    "{A} {a_be} {relation} {b}.",
    "In the image, {a} {a_be} {relation} {b}.",
    "From the viewer's point of view, {a} {a_be} {relation} {b}.",
    "Looking at {a} and {b}, {a} {a_be} {relation} {b}.",
    "{A} can be seen {relation} {b}.",
    "{Relation} {b} {a_be} {a}.",
)
LARGER = (
    "{A} {a_be} larger in the image than {b}.",
    "{B} {b_be} smaller in the image than {a}.",
    "Compared with {b}, {a} {a_be} large in the image.",
    "In terms of its share of the picture, {a} {a_be} bigger than {b}.",
)
BIG = (
    "{A} {a_be} so large that it takes up a good part of the image.",
    "A large part of the picture is taken up by {a}.",
    "Much of the image belongs to {a}.",
)
SMALL = (
    "{A} {a_be} small in the image.",
    "Only a small part of the picture is taken up by {a}.",
    "{A} {a_be} small compared with the whole picture.",
)


MIDDLING = (
    "{A} {a_be} neither small nor very large compared with the whole image.",
    "In the picture, {a} {a_be} of medium size.",
    "Compared with the whole picture, {a} {a_be} of medium size.",
)
