"""The captions' vocabulary: what people call the things, the places and the times of day."""
# fmt: off - coordinates and tables read best side by side

NOUNS: dict[str, tuple[tuple[str, str], ...]] = {
    "man": (("man", "men"), ("man", "men"), ("guy", "guys")),
    "woman": (("woman", "women"), ("woman", "women"), ("lady", "ladies")),
    "boy": (("boy", "boys"), ("young boy", "young boys"), ("little boy", "little boys")),
    "girl": (("girl", "girls"), ("young girl", "young girls"), ("little girl", "little girls")),
    "adult": (("adult", "adults"), ("person", "people")),
    "child": (("child", "children"), ("kid", "kids")),
    "person": (("person", "people"),),
    "sailboat": (("sailboat", "sailboats"), ("boat", "boats")),
    "motorboat": (("motorboat", "motorboats"), ("boat", "boats")),
    "soccer ball": (("soccer ball", "soccer balls"), ("ball", "balls")),
    "basketball": (("basketball", "basketballs"), ("ball", "balls")),
    "beach ball": (("beach ball", "beach balls"), ("ball", "balls")),
    "sports ball": (("ball", "balls"),),
    "bicycle": (("bicycle", "bicycles"), ("bike", "bikes")),
    "car": (("car", "cars"),),
    "bus": (("bus", "buses"), ("city bus", "city buses")),
    "boat": (("boat", "boats"),),
    "traffic light": (("traffic light", "traffic lights"), ("stoplight", "stoplights")),
    "bench": (("bench", "benches"),),
    "bird": (("bird", "birds"),),
    "cat": (("cat", "cats"), ("cat", "cats"), ("kitty", "kitties")),
    "dog": (("dog", "dogs"), ("dog", "dogs"), ("pup", "pups")),
    "sheep": (("sheep", "sheep"), ("sheep", "sheep"), ("woolly sheep", "woolly sheep")),
    "cow": (("cow", "cows"),),
    "umbrella": (("umbrella", "umbrellas"), ("parasol", "parasols")),
    "kite": (("kite", "kites"),),
    "bottle": (("bottle", "bottles"), ("glass bottle", "glass bottles")),
    "cup": (("cup", "cups"), ("mug", "mugs"), ("coffee cup", "coffee cups")),
    "bowl": (("bowl", "bowls"),),
    "banana": (("banana", "bananas"),),
    "apple": (("apple", "apples"),),
    "orange": (("orange", "oranges"),),
    "cake": (("cake", "cakes"), ("birthday cake", "birthday cakes")),
    "chair": (("chair", "chairs"), ("wooden chair", "wooden chairs")),
    "couch": (("couch", "couches"), ("sofa", "sofas")),
    "potted plant": (("potted plant", "potted plants"), ("leafy plant", "leafy plants")),
    "dining table": (("table", "tables"), ("dining table", "dining tables")),
    "tv": (("tv", "tvs"), ("television", "televisions"), ("flat screen tv", "flat screen tvs")),
    "laptop": (("laptop", "laptops"), ("laptop computer", "laptop computers")),
    "book": (("book", "books"),),
    "clock": (("clock", "clocks"), ("wall clock", "wall clocks")),
    "vase": (("vase of flowers", "vases of flowers"), ("flower vase", "flower vases")),
}

COLOUR_WORDS: dict[tuple[str, str], str] = {
    ("cow", "white"): "black and white",
    ("cow", "brown"): "brown and white",
    **{
        ("umbrella", colour): f"{colour} and white"
        for colour in ("red", "yellow", "green", "blue", "purple", "pink", "orange")
    },
}
"""What a colour is called on things that have two; otherwise its own name."""

UNCOLOURED = frozenset({"orange", "tv", "traffic light"})
"""Named without a colour: it would go without saying, or the drawing has none."""

ACTIONS: dict[tuple[str, str], tuple[str, ...]] = {
    ("person", "standing"): ("standing",),
    ("person", "walking"): ("walking", "strolling", "taking a walk"),
    ("person", "waving"): ("waving", "waving hello", "raising a hand"),
    ("bird", "standing"): ("standing",),
    ("bird", "flying"): ("flying", "soaring"),
    ("cat", "standing"): ("standing",),
    ("cat", "sitting"): ("sitting",),
    ("dog", "standing"): ("standing",),
    ("dog", "sitting"): ("sitting",),
    ("sheep", "standing"): ("standing",),
    ("sheep", "grazing"): ("grazing", "eating"),
    ("cow", "standing"): ("standing",),
    ("cow", "grazing"): ("grazing", "eating"),
    ("kite", "flying"): ("flying", "soaring"),
    ("boat", "standing"): ("floating", "out"),
    ("book", "lying"): ("lying",),
    ("book", "standing"): ("standing upright",),
    ("book", "open"): ("lying open",),
    ("cup", "standing"): ("sitting", "placed"),
    ("bowl", "standing"): ("sitting", "placed"),
    ("apple", "standing"): ("sitting", "lying"),
    ("orange", "standing"): ("sitting", "lying"),
    ("banana", "standing"): ("lying", "resting"),
    ("cake", "standing"): ("sitting", "served"),
    ("bottle", "standing"): ("standing",),
    ("vase", "standing"): ("standing", "displayed"),
    ("laptop", "standing"): ("sitting open", "open"),
    ("clock", "hanging"): ("hanging",),
    ("tv", "hanging"): ("hanging", "mounted"),
}

SETTINGS: dict[str, tuple[str, ...]] = {
    "street": ("city street", "street in town", "town street", "street lined with buildings"),
    "park": ("park", "green park", "park with trees", "park with a path"),
    "meadow": ("green pasture", "farm field", "meadow", "field with a fence"),
    "beach": ("sandy beach", "beach", "beach by the sea"),
    "lake": ("mountain lake", "lake", "lake with mountains behind it"),
    "living room": ("living room", "room with a window", "living room with {wall} walls", "room with {wall} walls"),
    "kitchen": ("kitchen", "kitchen with a window", "kitchen with {wall} walls", "room with {wall} walls"),
    "study": ("study", "room with a desk", "study with {wall} walls", "work space"),
}

WITHIN: dict[str, tuple[str, ...]] = {
    "street": ("in the city", "in town", "on a city street"),
    "park": ("in the park", "in a park", "at the park"),
    "meadow": ("on a farm", "in the countryside", "in a meadow"),
    "beach": ("at the beach", "by the sea", "at the seaside"),
    "lake": ("at a lake", "at a mountain lake", "near the mountains"),
    "living room": ("in a living room", "in a room", "at home", "in a room with {wall} walls"),
    "kitchen": ("in a kitchen", "in the kitchen", "in a kitchen with {wall} walls"),
    "study": ("in a study", "at a work space", "in a room with {wall} walls"),
}

TIMES: dict[str, tuple[str, ...]] = {
    "sunny": ("on a sunny day", "in the sunshine", "under a blue sky", "on a bright day"),
    "cloudy": ("on a cloudy day", "under a gray sky", "under the clouds"),
    "evening": ("at sunset", "in the evening", "under an orange sky", "at the end of the day"),
}

DAYS: dict[str, tuple[str, ...]] = {
    "sunny": ("sunny day", "bright day", "sunny afternoon"),
    "cloudy": ("cloudy day", "gray day", "overcast day"),
    "evening": ("colorful sunset", "quiet evening", "evening"),
}

CROWDS: dict[str, tuple[str, ...]] = {
    "person": ("a crowd of people", "a large group of people", "lots of people", "many people"),
    "bird": ("a flock of birds", "lots of birds", "many birds", "a large flock of birds"),
    "sheep": ("a flock of sheep", "a herd of sheep", "many sheep"),
    "cow": ("a herd of cows", "many cows", "a large herd of cows"),
    "boat": ("lots of boats", "a row of many boats", "many boats"),
    "book": ("a long row of books", "lots of books", "many colorful books"),
    "apple": ("a row of many apples", "lots of apples", "a long line of apples"),
    "orange": ("a row of many oranges", "lots of oranges", "a long line of oranges"),
    "cup": ("a long row of cups", "lots of cups", "many cups"),
}

CROWD_ACTIONS: dict[str, tuple[str, ...]] = {
    "person": ("gathered", "lined up", "together"),
    "bird": ("flying", "flying together"),
    "sheep": ("gathered", "together"),
    "cow": ("gathered", "together"),
    "boat": ("floating", "lined up"),
    "book": ("lined up", "standing"),
    "apple": ("lined up", "arranged"),
    "orange": ("lined up", "arranged"),
    "cup": ("lined up", "arranged"),
}

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

ONCE = frozenset(
    {
        "beach",
        "kitchen",
        "street",
        "park",
        "lake",
        "sea",
        "city",
        "room",
        "farm",
        "water",
        "field",
        "road",
        "pasture",
        "grass",
        "wall",
        "walls",
        "window",
        "sand",
        "sandy",
        "green",
        "town",
        "sky",
        "day",
        "desk",
        "study",
        "meadow",
        "evening",
        "wooden",
        "table",
    }
)
"""Words of place and time that a good sentence does not repeat."""
