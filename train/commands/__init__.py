"""The commands, a file each: what their options are called, and what they do. Imported as they are asked for."""

from train.errors import MissingExtraError


def require_torch() -> None:
    """Raise MissingExtraError where what trains and runs models is not installed."""
    try:
        import accelerate  # type: ignore[import-untyped]  # noqa: F401, PLC0415
        import transformers  # noqa: F401, PLC0415
    except ImportError as error:
        message = f"training needs {error.name}: pip install 'visual-instruct[train]'"
        raise MissingExtraError(message) from error
