"""COCO annotations in, checked visual-instruction data out.

`python -m datagen --help` lists the commands; README.md shows the first run.
"""

__version__ = "0.2.0"
