"""The templates of the pages. All that is put into them is escaped, unless it is HTML already."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).parent


@cache
def template(name):
    """Return a template by the name of its file."""
    return _environment().get_template(name)


@cache
def _environment():
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
