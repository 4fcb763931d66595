"""The words for COCO's 80 categories: what people call them, and what these words can mislead into.

Written for this project. A line a category: words for the same thing, then a bar, then words for some of them only
("man" is a person, not every person is a man). Singular forms; plurals are made.
"""

from __future__ import annotations

from datagen.lexicon.words import word_set

WORDS: dict[str, str] = {
    "person": (
        "person, human, human being, individual, people | man, woman, boy, girl, child, kid, baby, toddler, infant, "
        "adult, lady, guy, gentleman, teenager, teen, youth, youngster, senior, elder, skier, snowboarder, surfer, "
        "skateboarder, skater, rider, bicyclist, cyclist, biker, motorcyclist, motorist, bike rider, player, batter, "
        "hitter, pitcher, catcher, umpire, referee, athlete, fielder, tennis player, baseball player, goalkeeper, "
        "pedestrian, passerby, passenger, commuter, traveler, traveller, tourist, visitor, customer, shopper, diner, "
        "guest, vendor, seller, chef, cook, baker, waiter, waitress, server, bartender, driver, bus driver, conductor, "
        "worker, employee, officer, police officer, policeman, policewoman, firefighter, fireman, soldier, student, "
        "teacher, mother, father, mom, dad, parent, grandmother, grandfather, son, daughter, brother, sister, husband, "
        "wife, bride, groom, friend, companion, spectator, onlooker, bystander, swimmer, hiker, jogger, runner, "
        "walker, farmer, fisherman, rower, paddler, pilot, jockey, horseback rider, equestrian, cowboy, handler, "
        "dog walker, photographer, musician, singer, businessman, businesswoman, doctor, nurse, dentist, beachgoer, "
        "sunbather, handyman, male, female, teammate, opponent, keeper, zookeeper, owner, gamer, competitor, racer, "
        "performer, speaker, presenter, mechanic, technician, bather, boater, sailor, camper, newborn, someone, "
        "somebody"
    ),
    "bicycle": "bicycle, bike, pushbike, pedal bike, cycle | mountain bike, road bike, tricycle, tandem",
    "car": (
        "car, automobile | sedan, taxi, taxicab, cab, suv, minivan, hatchback, convertible, jeep, limousine, "
        "station wagon, police car, sports car, race car, coupe, hatchback"
    ),
    "motorcycle": "motorcycle, motorbike | moped, dirt bike, motor scooter, vespa, chopper",
    "airplane": (
        "airplane, aeroplane, plane, aircraft | jet, airliner, jetliner, jumbo jet, biplane, fighter jet, propeller "
        "plane, passenger plane, seaplane, glider"
    ),
    "bus": "bus | school bus, double decker, double decker bus, double-decker bus, double-decker, minibus, tour bus, "
    "city bus, motorcoach, shuttle bus",
    "train": "train | passenger train, freight train, locomotive, steam engine, steam train, subway train, bullet "
    "train, "
    "commuter train, tram, trolley car, streetcar, railcar, train car, train engine",
    "truck": "truck, lorry | pickup, pickup truck, pick-up truck, fire truck, firetruck, fire engine, dump truck, "
    "semi truck, semi-truck, tow truck, delivery truck, food truck, garbage truck, tractor trailer, box truck",
    "boat": "boat | sailboat, rowboat, canoe, kayak, ship, yacht, ferry, speedboat, motorboat, fishing boat, dinghy, "
    "gondola, raft, vessel, barge, catamaran, tugboat, houseboat, cruise ship",
    "traffic light": "traffic light, traffic signal, stoplight, stop light, traffic lamp",
    "fire hydrant": "fire hydrant, hydrant, fireplug",
    "stop sign": "stop sign",
    "parking meter": "parking meter",
    "bench": "bench | park bench, pew",
    "bird": (
        "bird | seagull, gull, pigeon, duck, goose, swan, parrot, owl, eagle, hawk, crow, penguin, flamingo, peacock, "
        "chicken, rooster, hen, pelican, heron, sparrow, robin, turkey, ostrich, stork, finch, cockatiel, parakeet, "
        "hummingbird, dove, duckling, gosling, cardinal, falcon, vulture, crane bird, egret, woodpecker, toucan"
    ),
    "cat": "cat, kitty, feline | kitten, tabby, tabby cat, calico, siamese cat, tomcat",
    "dog": "dog, canine, doggy, pooch | puppy, pup, terrier, retriever, labrador, poodle, bulldog, dachshund, "
    "chihuahua, "
    "beagle, collie, sheepdog, pug, corgi, german shepherd, dalmatian, husky, greyhound, spaniel, hound, mutt",
    "horse": "horse | pony, foal, colt, mare, stallion, mustang",
    "sheep": "sheep | lamb, ram, ewe",
    "cow": "cow, cattle | bull, calf, ox, steer, heifer, bovine",
    "elephant": "elephant | baby elephant",
    "bear": "bear | polar bear, grizzly, grizzly bear, black bear, brown bear, bear cub, panda, panda bear",
    "zebra": "zebra",
    "giraffe": "giraffe",
    "backpack": "backpack, rucksack, back pack, knapsack | school bag, schoolbag, bookbag",
    "umbrella": "umbrella | parasol, beach umbrella",
    "handbag": "handbag, purse | hand bag, shoulder bag, tote bag, tote, clutch",
    "tie": "tie, necktie | bow tie, bowtie",
    "suitcase": "suitcase | carry-on, duffel bag, travel bag, suit case",
    "frisbee": "frisbee, flying disc, flying disk",
    "skis": "ski, pair of skis, set of skis",
    "snowboard": "snowboard, snow board",
    "sports ball": (
        "sports ball | soccer ball, tennis ball, baseball ball, basketball ball, volleyball ball, beach ball, football "
        "ball, golf ball, ball"
    ),
    "kite": "kite",
    "baseball bat": "baseball bat",
    "baseball glove": "baseball glove, baseball mitt, catcher's mitt, catchers mitt, mitt",
    "skateboard": "skateboard, skate board | longboard",
    "surfboard": "surfboard, surf board, boogie board, bodyboard, surfing board | paddleboard, paddle board",
    "tennis racket": "tennis racket, tennis racquet, racket, racquet",
    "bottle": "bottle | wine bottle, water bottle, beer bottle, ketchup bottle, bottle of water, bottle of wine",
    "wine glass": "wine glass, wineglass, glass of wine, goblet | champagne glass, champagne flute",
    "cup": "cup | mug, teacup, tea cup, coffee cup, coffee mug, paper cup, tumbler, cup of coffee, cup of tea",
    "fork": "fork",
    "knife": "knife | butter knife, steak knife, dagger",
    "spoon": "spoon | teaspoon, tablespoon, ladle",
    "bowl": "bowl | salad bowl, soup bowl, mixing bowl, fruit bowl",
    "banana": "banana | plantain",
    "apple": "apple",
    "sandwich": "sandwich | hamburger, burger, cheeseburger, panini, sub sandwich, submarine sandwich, wrap "
    "sandwich, blt",
    "orange": "tangerine, clementine | mandarin orange, orange slice, navel orange, mandarin",
    "broccoli": "broccoli, piece of broccoli, broccoli floret, floret of broccoli | floret",
    "carrot": "carrot, carrot stick | baby carrot",
    "hot dog": "hot dog, hotdog, hot-dog | chili dog, corn dog, frankfurter",
    "pizza": "pizza, pizza pie | slice of pizza, pizza slice, piece of pizza, pepperoni pizza, cheese pizza",
    "donut": "donut, doughnut",
    "cake": "cake | cupcake, birthday cake, wedding cake, cheesecake, layer cake, chocolate cake, slice of cake, "
    "piece of "
    "cake, carrot cake, muffin, brownie",
    "chair": "chair | armchair, arm chair, rocking chair, lounge chair, office chair, folding chair, lawn chair, "
    "stool, "
    "recliner, high chair, highchair, deck chair, beach chair, dining chair, wheelchair, wheel chair, barstool",
    "couch": "couch, sofa, settee | loveseat, love seat, sectional",
    "potted plant": "potted plant, pot plant, plant in a pot | houseplant, house plant, potted flower, potted tree",
    "bed": "bed | bunk bed, twin bed, crib, king-size bed, queen-size bed, double bed",
    "dining table": "dining table, dinner table, dining room table, kitchen table, dinning table",
    "toilet": "toilet, commode, toilet bowl | urinal",
    "tv": "tv, television, tv set, television set, telly, tv screen, television screen | flat screen tv, flatscreen "
    "tv, "
    "flat-screen tv, flat screen television, flatscreen",
    "laptop": "laptop, laptop computer, notebook computer | macbook, chromebook",
    "mouse": "mouse, computer mouse, wireless mouse, optical mouse",
    "remote": "remote control, tv remote, wii remote, wiimote, remote controller | wii controller, game controller",
    "keyboard": "keyboard, computer keyboard | wireless keyboard",
    "cell phone": "cell phone, cellphone, mobile phone, smartphone, smart phone, cellular phone, cell-phone, iphone | "
    "flip phone",
    "microwave": "microwave, microwave oven",
    "oven": "oven | stove oven, wall oven, toaster oven, pizza oven, brick oven",
    "toaster": "toaster",
    "sink": "sink, washbasin, wash basin | kitchen sink, bathroom sink, basin",
    "refrigerator": "refrigerator, fridge, icebox",
    "book": "book | novel, textbook, cookbook, paperback, hardcover",
    "clock": "clock | wall clock, alarm clock, clock face, grandfather clock",
    "vase": "vase | flower vase",
    "scissors": "scissors, pair of scissors, shears",
    "teddy bear": "teddy bear, teddy, stuffed bear, toy bear, plush bear | teddybear",
    "hair drier": "hair drier, hair dryer, hairdryer, blow dryer, blowdryer, hairdrier",
    "toothbrush": "toothbrush, tooth brush | electric toothbrush",
}
"""Category: words for the same | words for some of them."""

AMBIGUOUS: dict[str, str] = {
    "glass": "wine glass, cup",
    "drink": "cup, wine glass, bottle",
    "beverage": "cup, wine glass, bottle",
    "coffee": "cup",
    "tea": "cup",
    "wine": "wine glass, bottle",
    "beer": "bottle, cup",
    "pitcher": "cup, person",
    "orange": "orange",
    "bat": "baseball bat",
    "glove": "baseball glove",
    "board": "surfboard, skateboard, snowboard",
    "bow": "tie",
    "bag": "handbag, backpack, suitcase",
    "luggage": "suitcase, backpack, handbag",
    "baggage": "suitcase, backpack, handbag",
    "briefcase": "suitcase, handbag",
    "phone": "cell phone",
    "telephone": "cell phone",
    "handset": "cell phone",
    "camera": "cell phone",
    "remote": "remote",
    "controller": "remote",
    "control": "remote",
    "screen": "tv, laptop",
    "monitor": "tv, laptop",
    "computer monitor": "tv",
    "display": "tv, laptop",
    "computer": "laptop, tv, keyboard",
    "computer screen": "tv, laptop",
    "desktop computer": "tv, keyboard",
    "notebook": "laptop, book",
    "tablet": "laptop, cell phone",
    "table": "dining table",
    "desk": "dining table",
    "coffee table": "dining table",
    "counter": "dining table",
    "seat": "chair, bench, couch",
    "plant": "potted plant",
    "flower": "potted plant, vase",
    "flowerpot": "potted plant, vase",
    "planter": "potted plant",
    "pot": "potted plant, vase, bowl",
    "jar": "vase, bottle",
    "jug": "vase, bottle",
    "dish": "bowl",
    "container": "bowl, cup, bottle",
    "signal": "traffic light",
    "light": "traffic light",
    "sign": "stop sign",
    "meter": "parking meter",
    "ball": "sports ball",
    "baseball": "sports ball",
    "football": "sports ball",
    "soccer": "sports ball",
    "basketball": "sports ball",
    "volleyball": "sports ball",
    "disc": "frisbee",
    "disk": "frisbee",
    "stove": "oven",
    "cooker": "oven",
    "range": "oven",
    "range oven": "oven",
    "dryer": "hair drier",
    "brush": "toothbrush",
    "trolley": "train, bus",
    "coach": "bus, person",
    "carriage": "train, horse",
    "engine": "train, truck",
    "van": "car, truck, bus",
    "tractor": "truck, car",
    "trailer": "truck",
    "scooter": "motorcycle",
    "ski board": "skis, snowboard",
    "snow ski": "skis",
    "crane": "bird, truck",
    "turkey": "bird, sandwich",
    "chicken": "bird, sandwich",
    "mitt": "baseball glove",
    "cub": "bear",
    "calf": "cow, elephant",
    "lamb": "sheep",
    "toy": "teddy bear, sports ball, frisbee, kite",
    "stuffed animal": "teddy bear",
    "stuffed toy": "teddy bear",
    "plush toy": "teddy bear",
    "plush": "teddy bear",
    "doll": "teddy bear",
    "magazine": "book",
    "watch": "clock",
    "timepiece": "clock",
    "bun": "sandwich, hot dog, donut",
    "sausage": "hot dog",
    "pastry": "donut, cake",
    "dessert": "cake, donut",
    "pie": "cake, pizza",
    "bread": "sandwich, cake",
    "toast": "sandwich",
    "sub": "sandwich",
    "wrap": "sandwich",
    "fruit": "banana, apple, orange",
    "vegetable": "broccoli, carrot",
    "food": "banana, apple, sandwich, orange, broccoli, carrot, hot dog, pizza, donut, cake",
    "meal": "sandwich, pizza, hot dog, broccoli, carrot, cake",
    "snack": "sandwich, pizza, hot dog, donut, apple, banana, cake",
    "citrus": "orange",
    "utensil": "fork, knife, spoon",
    "silverware": "fork, knife, spoon",
    "cutlery": "fork, knife, spoon",
    "flatware": "fork, knife, spoon",
    "tableware": "fork, knife, spoon, bowl, cup",
    "dishware": "bowl, cup",
    "crockery": "bowl, cup",
    "blade": "knife, scissors",
    "furniture": "chair, couch, bed, dining table, bench",
    "appliance": "microwave, oven, toaster, refrigerator",
    "electronics": "tv, laptop, cell phone, keyboard, mouse, remote",
    "device": "tv, laptop, cell phone, keyboard, mouse, remote",
    "gadget": "laptop, cell phone, remote",
    "animal": "bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe",
    "creature": "bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe",
    "pet": "cat, dog, bird",
    "livestock": "sheep, cow, horse",
    "herd": "sheep, cow, horse, elephant, zebra, giraffe",
    "flock": "sheep, bird",
    "vehicle": "car, truck, bus, motorcycle, bicycle, train, airplane, boat",
    "automobile traffic": "car, truck, bus",
    "traffic": "car, truck, bus, motorcycle",
    "watercraft": "boat",
    "transport": "car, truck, bus, motorcycle, bicycle, train, airplane, boat",
    "sports equipment": "sports ball, baseball bat, baseball glove, tennis racket, skateboard, surfboard, skis",
    "equipment": "sports ball, baseball bat, baseball glove, tennis racket, skateboard, surfboard, skis",
    "gear": "sports ball, baseball bat, baseball glove, skis, backpack",
    "couple": "person",
    "family": "person",
    "crowd": "person",
    "team": "person",
    "audience": "person",
    "staff": "person",
    "crew": "person",
    "class": "person",
    "group": "person",
    "duo": "person",
    "trio": "person",
    "pair": "person",
    "hand": "person",
    "arm": "person",
    "figure": "person",
    "silhouette": "person",
    "subject": "person",
}
"""Words that may stand for one of these categories, or for something that has none: never proof of a fault."""

BROADER = word_set(
    "table, phone, telephone, plant, ball, sign, vehicle, animal, creature, fruit, furniture, utensil, appliance, seat"
)
"""Of these, words that are true of everything in their categories."""

UNREAL = word_set(
    "toy stuffed fake model cartoon paper printed drawn painted inflatable plush miniature carved "
    "embroidered animated decorative lego ceramic porcelain"
)
"""A thing called so may have no box: a toy car, a paper plane."""

DEPICTIONS = word_set(
    "picture pictures photo photos photograph photographs image images painting paintings drawing "
    "drawings statue statues sculpture sculptures figurine figurines poster posters logo logos print "
    "prints shape illustration silhouette reflection reflections portrait mural cartoon decal pattern "
    "depiction symbol model models replica shadow shadows"
)
"""What stands behind "a picture of" is not in the scene."""

HEADS = word_set(
    "accident aisle alley arena area band barn base bay bell belt boarder bookcase bath breed bridge "
    "building cabinet cage camp car carriage carrier cart case ceremony charger cloth clothes club coat "
    "collar company compartment competition control costume course court cover crossing cushion cushions "
    "decoration deck depot design display dealership dock door doors engine enclosure enthusiast "
    "enthusiasts event exhibit face farm feed feeder fence festival field figurine figurines flag food "
    "frame fur game games garage gate guard hair handle handlebar handlebars harness helmet herd hoof "
    "house jacket judge juice jump keeper kennel key keys kit lamp land lane lanes leash leg legs lever "
    "license line lid lot lots lover lovers magnet manure market mat match maze meat meter milk mirror "
    "museum nest number oar owner owners paddle pants park parking part parts pastry path pattern peel "
    "pen picture pie pillow platform poop port print race racing rack racks rail railing railings rails "
    "ramp range rental repair resort restaurant riders ride riding road rope route saddle salad sauce "
    "school scene sculpture seat seats section service shaker shape shed sheet sheets shelf shelter shop "
    "show shuttle side sign signs size skin slip slope sodas soup spread stable stall stalls stand station "
    "stations statue statues steering stock stop store style tail tank team tent terminal theme ticket "
    "tickets tile tire tires top tops toss tour tower track tracks traffic trail trails training travel "
    "treat treats trim trough tub tunnel view wagon walk wash wheel wheels whip window windows windshield "
    "wing wings wire wires yard zoo trick tricks lift pole poles boot boots gear one ones lesson lessons "
    "pass instructor paper seat tank lid roll rolls brush sense signal signals routine habitat population "
    "sighting sightings encounter chase fanatic world industry maker"
)
"""With one of these behind it, a category's word only says which kind: bus stop, dog food, train station."""

NEEDS_DETERMINER = word_set(
    "tie ties bear bears train trains book bat bats cook cooks male female microwave remote senior youth "
    "ram steer ski cycle cycles clutch batter watch toast wrap range sub"
)
"""Words that are verbs or adjectives as well: nouns only behind a determiner, a number or an adjective of ours."""
