"""Build the copy to read: `make book`, or `python -m scripts.book --output FOLDER`.

Every notebook of the folder `notebooks` is executed and becomes a page. A page needs nothing from
outside of the folder. The folder is there whole or not at all: until all is done the old one stays.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from scripts.book.execution import ROOT, executed
from scripts.book.lessons import found
from scripts.book.pages import Links, index_page, lesson_page
from scripts.book.templates import FOLDER as TEMPLATES

STYLE = "book.css"  # a folder with it is a book, and may be replaced
ALONE = Links()


def build(output, notebooks=ROOT / "notebooks", links=ALONE, told=print):
    """Execute all notebooks and write the book.

    Parameters
    ----------
    output : Path
        The folder of the book. An older book there is replaced, any other folder refused.
    notebooks : Path
        The folder of the lessons.
    links : Links
        Where the pages lead outside of the book.
    told : callable
        Takes a line on each lesson that is done.

    Raises
    ------
    ValueError
        If `output` is something else than a book, a cell fails, or a lesson has something that no
        page can show. What was there before stays.
    """
    if output.exists() and not (output / STYLE).exists() and any(output.iterdir()):
        raise ValueError(f"--output: {output} is not empty and is not a book; name another folder")
    lessons = found(notebooks)
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".bonelab-book-", dir=output.parent) as place:
        folder = Path(place) / "book"
        folder.mkdir()
        shutil.copy(TEMPLATES / STYLE, folder)
        index_page(lessons, folder, links)
        for number, lesson in enumerate(_written(lessons, folder, links), 1):
            told(f"[{number:2}/{len(lessons)}] {lesson.title}")
        if output.exists():
            output.rename(Path(place) / "old")
        folder.rename(output)


def _written(lessons, folder, links):
    """Yield each lesson when its page is written; as many run at a time as there are cores."""

    def write(lesson):
        lesson_page(lesson, lessons, executed(lesson.path), folder, links)
        return lesson

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        try:
            for done in as_completed([pool.submit(write, lesson) for lesson in lessons]):
                yield done.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _say(line):
    print(line, flush=True)


def main():
    """Build the book from the command line."""
    parser = argparse.ArgumentParser(prog="make book", description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "book", help="the folder of the book")
    parser.add_argument("--home", help="the address of the site that the book belongs to")
    parser.add_argument("--run", help="the address at which {notebook} runs, with these braces")
    given = parser.parse_args()
    begin = time.monotonic()
    _say("Every lesson is executed. This takes one to three minutes.")
    try:
        build(given.output.resolve(), links=Links(given.home, given.run), told=_say)
    except ValueError as error:
        sys.exit(str(error))
    _say(f"The copy to read is in {given.output} ({time.monotonic() - begin:.0f} s).")


if __name__ == "__main__":
    main()
