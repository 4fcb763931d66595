"""The words that people use for a data set's categories, found in running text.

Pure. COCO's 80 categories have a table of their own (table.py); any other category goes by its name.
"""

from datagen.lexicon.lexicon import Concept, Lexicon, Sense, Word, lexicon_of
from datagen.lexicon.plurals import plural_of
from datagen.lexicon.tokens import Token, tokens

__all__ = ["Concept", "Lexicon", "Sense", "Token", "Word", "lexicon_of", "plural_of", "tokens"]
