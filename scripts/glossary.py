"""Make the glossary page from its table, and link each term from its first use in each lesson.

Terms stand in `bonelab/data/glossary.csv`: `words` are the forms that count as a use. A form in
capitals is matched as it is written, every other in any case. Titles, headings, tables, code,
links, and what is shown before an answer is opened stay without links.
"""

import csv
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "bonelab" / "data" / "glossary.csv"
NOTEBOOKS = ROOT / "notebooks"
PAGE = NOTEBOOKS / "glossary.ipynb"
INTRODUCTION = """# Glossary

Every term of the course, in a sentence or two. The lessons link to it where a term first comes up.
"""
# What is passed over: code, mathematics, images and links, tags, summaries, headings and tables.
UNTOUCHED = re.compile(
    r"```.*?```|`[^`\n]*`|\$[^$\n]+\$|!?\[[^\]]*\]\([^)]*\)|<summary>.*?</summary>|<[^>]+>|^[#|].*?$",
    re.DOTALL | re.MULTILINE,
)
OURS = re.compile(r"\[([^\]]*)\]\(glossary\.ipynb#[^)]*\)")


def terms():
    """Return the rows of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cell_id(term):
    """Return the id of the cell that explains a term."""
    return re.sub(r"[^a-z0-9]+", "-", term.lower())


def address(term):
    """Return where the page explains a term: JupyterLab and nbconvert both find a cell so."""
    return f"glossary.ipynb#cell-id={cell_id(term)}"


def forms():
    """Return the term of every word form."""
    return {form: row["term"] for row in terms() for form in row["words"].split(";") if form}


def pattern(words):
    """Return an expression that finds any of the words, the longest first."""
    parts = []
    for word in sorted(words, key=len, reverse=True):
        text = re.escape(word).replace(r"\ ", r"\s+")
        parts.append(text if word.upper() == word else f"(?i:{text})")
    return re.compile(rf"(?<![\w-])({'|'.join(parts)})(?![\w])")


def linked(sources):
    """Return the markdown of a lesson's cells with each term linked from its first use."""
    words, seen = forms(), set()
    find = pattern(words)
    exact = {re.sub(r"\s+", " ", form).lower(): term for form, term in words.items()}

    def link(match):
        term = exact[re.sub(r"\s+", " ", match[1]).lower()]
        if term in seen:
            return match[1]
        seen.add(term)
        return f"[{match[1]}]({address(term)})"

    done = []
    for source in (OURS.sub(r"\1", source) for source in sources):
        parts, place = [], 0
        for untouched in UNTOUCHED.finditer(source):
            parts += [find.sub(link, source[place : untouched.start()]), untouched[0]]
            place = untouched.end()
        done.append("".join([*parts, find.sub(link, source[place:])]))
    return done


def as_lines(text):
    """Return a cell's source as the list of lines that a notebook file holds."""
    return text.splitlines(keepends=True)


def as_file(notebook):
    """Return a notebook as the text of its file."""
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def page(like):
    """Return the glossary as a notebook with the metadata of a lesson."""
    cells = [("introduction", INTRODUCTION)]
    for row in sorted(terms(), key=lambda row: row["term"].lower()):
        cells.append((cell_id(row["term"]), f"## {row['term']}\n\n{row['definition']}"))
    return like | {
        "cells": [
            {"cell_type": "markdown", "id": name, "metadata": {}, "source": as_lines(text)}
            for name, text in cells
        ]
    }


def files():
    """Return what each notebook should hold, by its path."""
    made = {}
    lessons = sorted(path for path in NOTEBOOKS.glob("*.ipynb") if path != PAGE)
    for path in lessons:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        prose = [
            cell
            for cell in notebook["cells"]
            if cell["cell_type"] == "markdown" and cell["id"] not in ("title", "references")
        ]
        texts = linked(["".join(cell["source"]) for cell in prose])
        for cell, text in zip(prose, texts, strict=True):
            cell["source"] = as_lines(text)
        made[path] = as_file(notebook)
    made[PAGE] = as_file(page(json.loads(made[lessons[0]])))
    return made
