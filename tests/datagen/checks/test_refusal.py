"""An LLM that speaks of itself or its task is caught; honest negatives and the voices of creative text are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen.checks.draft import Draft
from datagen.checks.refusal import find_refusals
from datagen.kinds import KINDS
from datagen.sample import Finding, Turn
from datagen.scene import Scene

SCENE = Scene(1, "1.jpg", 640, 480, (), (), "train2017")


def refusals(answer: str, question: str = "What can be seen?", kind: str = "conversation") -> list[Finding]:
    return list(find_refusals(Draft(kind, (Turn(question=question, answer=answer),)), SCENE))


CAUGHT_EVERYWHERE = [
    "As an AI, I have no eyes.",
    "As an AI language model, I cannot tell.",
    "As a large language model, I only work with text.",
    "I'm just an AI, so take this with a grain of salt.",
    "I am a text-based AI.",
    "As a helpful assistant, I will describe the scene.",
    "I cannot see the image, but it is probably a beach.",
    "I can't view images.",
    "I\u2019m unable to view the attached photo.",
    "Unfortunately, I am not able to see the picture you mention.",
    "I don't have access to the image.",
    "I do not have the ability to see.",
    "No image was provided.",
    "No photo has been attached, so this is a guess.",
    "The image could not be loaded.",
    "Please provide the image.",
    "Please upload a photo so that I can help.",
    "I'm sorry, but I can't assist with that.",
    "Sorry, I can't assist with this request.",
    "I'm sorry, but I cannot fulfill this request.",
    "I cannot help with that.",
    "I can't help with your request.",
    "I won't be able to complete this task.",
    "I cannot write a poem about this.",
    "I apologize for the confusion.",
    "My apologies for the previous error.",
    "Here is the JSON: a dog.",
    "Here's the corrected version of the turns.",
    "Sure! Here's a conversation about the photo.",
    "Sure, here is a description of the scene: A dog runs.",
    "Certainly! Here is the story you wanted.",
    "Of course! Below is a poem.",
    "Absolutely! I'd be happy to help.",
    "Below are the questions and answers.",
    "Here's a poem about the cat:\nThe cat sat.",
    "I have corrected the description.",
    "I've removed all references to boxes.",
    "I have made sure to avoid any mention of the rules.",
    "In my previous response, I counted wrong.",
    "The dog runs. I hope this helps!",
    "Hope this helps.",
    "Let me know if you need anything else.",
    "Let me know if you would like any changes.",
    "Feel free to ask if anything is unclear.",
    "Do you have any other questions?",
    "If you have any further questions, just ask.",
    "Is there anything else I can do?",
    "Would you like me to write another one?",
    "Based on your request, the scene is a park.",
    "As per your instructions, the answer is short.",
    "The user asked for a story.",
    "(Note: the number of birds is a guess.)",
    "A dog runs. Note: I have used only what is certain.",
    "Note that I avoided all numbers.",
    "I'm an artificial intelligence and cannot look at pictures.",
    "As a language model, I can't see.",
    "I'm an AI assistant developed to help.",
    "Being an AI, I have no personal opinions.",
    "I can not see any image here.",
    "I don't see an image attached.",
    "I am unable to see images directly.",
    "It seems that no image has been uploaded.",
    "I can't actually look at the photo.",
    "Since I can't see the photo, I'll have to guess.",
    "There is no image attached to your message.",
    "I'm afraid I cannot help with this.",
    "I must respectfully decline this request.",
    "I am not able to fulfil that request.",
    "I cannot comply with this request.",
    "I regret that I can't answer this question.",
    "Apologies, but I can't do that.",
    "I apologize, but I can't continue.",
    "I apologise for any inconvenience caused.",
    "Thank you for your feedback! The dog is brown.",
    "Here is your answer: The dog is brown.",
    "Here are the turns you requested.",
    "Sure thing! Here's my attempt:",
    "OK, here is the rewritten reply.",
    "Understood. Here's the JSON.",
    "The following is a conversation about the image.",
    "The JSON object below contains the answer.",
    "I've rewritten the second answer.",
    "I have followed all the rules you gave me.",
    "Please note that I cannot verify this.",
    "Note: This description is based only on the text.",
    "I hope that answers your question.",
    "I hope this description is helpful.",
    "If you need anything else, just let me know!",
    "Please let me know if you have further questions.",
    "Feel free to reach out with more questions.",
    "How can I assist you today?",
    "Per your instructions, I left out the color.",
    "Following your guidelines, no numbers are used.",
    "Thank you for the correction.",
    "[Note: the rest is omitted.]",
    "My apologies, here is the corrected JSON.",
    "I cannot browse the internet.",
    "I'm programmed to be helpful.",
    "I'm sorry, but I cannot create a story about this.",
    "I cannot write this letter, as I can't see the image.",
    "Sure! Here's a short story:",
    "Here's a haiku for you:",
    "Title: The Cat. I hope you enjoy this story!",
    "Let me know if you'd like another version!",
    "I am an AI and do not have feelings.",
    "Speaking as an AI model, I'd say it's a dog.",
    "I'm unable to provide a description of this image.",
    "I can't determine this without seeing the image.",
    "Without access to the image, I can only guess.",
    "I'm sorry, I can't do that.",
    "Unfortunately, I cannot complete your request.",
    "Sure! I can help with that. The dog is brown.",
    "Sure, here you go: The dog is brown.",
    "Certainly! The following conversation is about a dog.",
    "Here's the revised JSON object:",
    "Below is a revised version.",
    "Here are five turns about the image:",
    "Here is a detailed description of the image:",
    "Okay, let me rewrite that.",
    "I apologize for my earlier mistake.",
    "I've updated the turns as you asked.",
    "I have replaced the second turn.",
    "Hope that helps!",
    "Let me know if I should add more.",
    "Let me know whether you need more details.",
    "Feel free to ask me anything else.",
    "If you have more questions, I'm happy to help.",
    "I'd be happy to answer more questions.",
    "(Note: I left out the color.)",
    "P.S. This conversation has five turns.",
    "The JSON is valid.",
    "In accordance with your instructions, no numbers appear.",
    "End of conversation.",
    "Word count: 95",
    "This response follows the required form.",
]

CAUGHT_FROM_AN_ASSISTANT = [
    "I'm unable to view it.",
    "I do not have enough information to answer.",
    "I'm sorry, but I don't know.",
    "I can't provide any details.",
    "I cannot identify the people shown.",
    "As requested, the dog is brown.",
    "I'm not comfortable with this.",
    "I can't provide assistance with that.",
    "As requested, here is the description.",
    "Would you like to know more about the scene?",
    "You asked for a description, so here it is.",
    "I was asked to describe the scene.",
    "My instructions say not to mention colors.",
    "This answer has 30 words.",
    "I don't have personal experiences.",
    "As an image-blind model I can only guess.",
    "Sorry, but I'm not able to help with this one.",
    "I won't describe this person.",
    "I cannot generate content of this kind.",
    "Note: I assumed that the man is a chef.",
    "Note: the above is based on the given data.",
    "As instructed, I kept it short.",
    "The rules say that I must not mention colors.",
    "My training does not allow me to say more.",
    "This description meets all requirements.",
    "Note: the dog is brown.",
]

PASSED = [
    "The breed of the dog cannot be determined.",
    "It is impossible to say how old the man is.",
    "I cannot see any dogs here.",
    "I can't see a truck in the image.",
    "I don't see any pictures on the wall.",
    "I cannot make out the text on the sign.",
    "No, there is no cat in the picture.",
    "No, no cat is visible in the image.",
    "The image does not show where the train goes.",
    "It is hard to tell from the photo.",
    "You cannot see the image on the screen, because it is too dark.",
    "The man is helping the boy with his bike.",
    "The robot assists the workers.",
    "The woman is happy to help the guests.",
    "A waiter is taking a request.",
    "The sign asks visitors to keep the gate closed.",
    "The laptop shows a JSON file.",
    "The air is clear and the main road is empty.",
    "Sure, the dog is brown.",
    "Of course, the umbrella also gives shade.",
    "Certainly, it is a busy place.",
    "Here is a dog, and there is a cat.",
    "Here are two cups.",
    'The note on the fridge says "Buy milk".',
    "The musician plays a high note.",
    "The model on the runway wears a red dress.",
    "A model train runs through the display.",
    "The man trained his dog well.",
    "The user of the laptop is drinking coffee.",
    "Passengers need assistance with their luggage.",
    "The question mark on the shirt is large.",
    "Yes, two dogs.",
    "The player's response to the serve is quick.",
    "The girl asks for assistance at the counter.",
    "The AI logo on the screen glows.",
    "I can see two dogs.",
    "I would say that the man is about forty.",
    "I do not see any cars.",
    "I don't think the cat is asleep.",
    "I can't tell the color of the car.",
    "The photo does not allow me to say how old he is.",
    "The two cannot see the picture behind them.",
    "The visitors cannot see the painting from there.",
    "The painter apologizes for the delay.",
    "The man is unable to open the door.",
    "The response of the crowd is loud.",
    "The version on the left is older.",
    "The instructions on the box are in French.",
    "The teacher answers the question of the boy.",
    "I hope the weather stays dry for them.",
    "If you have any doubt, look at the sign.",
    "You can see the image of a lion on the flag.",
    "The picture is not attached to the wall.",
    "No photographs are provided in the exhibit.",
    "He is writing a description of the bird in his notebook.",
    "Here you can see the harbor.",
    "Here is where the river bends.",
    "Ok, it is a bit blurry, but it is a cat.",
    "Sure. It is a market.",
    "The photo was taken without a flash.",
    "The request stop is empty.",
    "Note the small bird on the fence.",
    "Note how the light falls on the table.",
    "Keep in mind that the road is wet.",
    "The receptionist says that she cannot help.",
    "The man in the picture seems to be sorry.",
    "A robot vacuum, guided by an AI, cleans the floor.",
    'The sign says "Sorry, we are closed".',
    "You can't see the images on the far wall.",
    "The photo shows no image on the screen.",
    "No picture hangs on the wall.",
    "The boy asks for help with his task.",
    "The request on the sign is polite.",
    "I see a dog and a cat.",
    "I count three birds.",
    "I think that it is a bakery.",
    "I'm not sure, but it may be a lynx.",
    "I can't be certain, yet it looks like evening.",
    "I am unable to see any cars on the road.",
    "I do not see an answer on the board.",
    "Sure. The man is holding a red umbrella.",
    "Yes, of course. It is a fine place to rest.",
    "Here, two dogs are running.",
    "Here's what stands out: the red door.",
    "Below the window stands a bench.",
    "The following car is blue.",
    "The model wears a coat.",
    "The assistant hands the doctor a tool.",
    "The program on the TV is about animals.",
    "Note that the bridge has two towers.",
    "The user manual lies next to the camera.",
    "The student raises her hand to answer the question.",
    "The letters on the envelope are hard to read.",
    "The conversation between the two women seems lively.",
    "Please hold on to the handrail, the sign says.",
    "There is not enough light to recognize the face.",
]

CREATIVE = [
    "I can't help but smile when the train rolls in.",
    "Dear Mom, I'm sorry I ate the cake.",
    "I'm sorry, but I can't stay away from the window.",
    "I'm sorry, but I don't regret the muddy paws.",
    "I cannot see my owner, but I smell her coat.",
    "I am unable to open the fridge, for I have no thumbs.",
    "I can't see the picture on the wall from down here.",
    "I don't have access to the cookie jar, and that is a scandal.",
    "I cannot help with the dishes; I am a cat.",
    "I won't help you with the suitcase, I thought.",
    "Here is the story of a small red bus.",
    "Here lies a sandwich, gone too soon.",
    "Breaking news: a giraffe has looked into the camera.",
    "Sorry, I can't wait any longer!",
    "Sure, I could jump, but why should I?",
    "I am a proud bear, and I was trained to sit still.",
    "Let me know if you see my ball.",
    "Please send more fish.",
    "I have written a song for you, little bird.",
    "As requested, I guarded the suitcase.",
    "Note to self: never trust a pigeon.",
    "I have made a decision. Tomorrow I will swim.",
    "I hope this letter finds you well.",
    "I hope you like the bone I buried for you.",
    "Certainly, the view could be worse.",
    "I am sorry to say that the sandwich is gone.",
    "Sorry, friend, this bench is taken.",
    "I'm afraid I can't get down from here.",
    "I cannot answer the door, so I bark.",
    "I can't describe the joy of a fresh fish.",
    "I couldn't see the photo she took of me.",
    "You have asked me to stay, and I stay.",
    "I am an old clock with a loud voice.",
    "I'm just a small boat in a big harbor.",
    "Of course, I did not eat it. I only licked it.",
    "Here is my plan: wait, jump, run.",
    "Here's a thought: what if the train never stops?",
    "Please let me know if the mouse comes back.",
    "Thank you for your letter.",
    "Feel free to sit next to me.",
    "How can I help you, little one?",
    "Is there anything else on that table?",
    "You were right, the sea is cold.",
    "I have kept my promise.",
    "I've written you a poem on the sand.",
    "The answer to your question is fish.",
    "Would you like a donut?",
    "I cannot provide milk, I am an ox.",
    "Your request for more hay has been noted.",
    "Okay, here is the deal: you throw, I fetch.",
    "I was trained for this moment.",
    "Do you have any questions, dear pigeons?",
    "My last answer was a bark.",
    "Do not ask me why I climbed the tree.",
]


@pytest.mark.parametrize("text", CAUGHT_EVERYWHERE)
@pytest.mark.parametrize("kind", ["conversation", "creative"])
def test_speaking_of_itself_or_the_task_is_caught(text: str, kind: str) -> None:
    found = refusals(text, kind=kind)
    assert found
    assert all(f.check == "refusal" and f.verdict == "fail" for f in found)


@pytest.mark.parametrize("text", CAUGHT_FROM_AN_ASSISTANT)
def test_what_only_an_assistant_says_is_caught_outside_creative_text(text: str) -> None:
    assert refusals(text)


@pytest.mark.parametrize("text", PASSED)
def test_honest_negatives_and_everyday_words_pass(text: str) -> None:
    assert [f.message for f in refusals(text)] == []


@pytest.mark.parametrize("text", CREATIVE)
def test_voices_of_creative_text_pass(text: str) -> None:
    assert [f.message for f in refusals(text, "Write a letter from the dog.", "creative")] == []


def test_the_message_quotes_the_words_and_names_the_turn() -> None:
    (finding,) = refusals("A dog. Hope this helps!")
    assert finding.message == (
        'turn 1, answer: is about the assistant or its task ("Hope this helps"), not about the image'
    )


def test_overlapping_matches_are_told_once() -> None:
    assert len(refusals("I'm sorry, but I can't assist with that request.")) == 1


WORDS = "I can't cannot see the image as an AI model sorry , . note : here is JSON your request help with \u2019 \u0130"


@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=25), st.text(max_size=30), st.sampled_from(sorted(KINDS)))
def test_spans_lie_within_the_text_and_do_not_overlap(words: list[str], tail: str, kind: str) -> None:
    text = " ".join(words) + tail
    last = {"question": 0, "answer": 0}
    for finding in refusals(text, text, kind):
        assert finding.part is not None
        assert finding.start is not None
        assert finding.end is not None
        assert last[finding.part] <= finding.start < finding.end <= len(text)
        last[finding.part] = finding.end
