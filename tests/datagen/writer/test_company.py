"""Which categories are met together or taken for each other, as company.toml has it."""

from datagen.lexicon.table import coco
from datagen.writer.company import met_with, taken_for


def test_neighbours_are_mutual_categories_of_coco_and_never_the_category_itself() -> None:
    categories = set(coco().categories)
    for neighbours in (met_with, taken_for):
        for category in categories:
            found = neighbours(category)
            assert category not in found
            assert found <= categories
            assert all(category in neighbours(other) for other in found)


def test_rows_say_who_is_met_and_who_is_taken_for_whom() -> None:
    assert "toaster" in met_with("microwave")
    assert taken_for("orange") == {"apple", "sports ball"}
    assert met_with("traffic cone") == taken_for("traffic cone") == frozenset()
