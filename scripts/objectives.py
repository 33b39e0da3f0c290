"""Fill the table in docs/instructors.md: objective by exercise, by check, by misconception.

It is read from the lessons' title cells, their predictions and the exercise sets.
"""

import json
import re
from pathlib import Path

from bonelab.exercises.registry import SETS
from bonelab.teaching.questions import LESSONS

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "instructors.md"
BEGIN, END = "<!-- objectives: generated -->", "<!-- end -->"
HEAD = (
    "| lesson | at the end a student can | assessed by | `bl.check` | misconceptions |\n"
    "|---|---|---|---|---|\n"
)
OBJECTIVE = re.compile(r"(?m)^\d\. (.+?)[;.]?$")
ASSESSED = re.compile(r"\s*\(((?:predictions?|exercise set)[^)]*)\)")


def lesson_cells(number):
    """Return the sources of a lesson's cells."""
    (path,) = (ROOT / "notebooks").glob(f"{number}-*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells]


def questions_in_order(cells):
    """Return the names of a lesson's predictions as a student meets them."""
    found = (re.fullmatch(r'predict\("(.+)"\)\s*', source) for source in cells)
    return [match[1] for match in found if match]


def beliefs(questions):
    """Return the misconceptions that questions point to, each once."""
    named = {
        belief
        for question in questions
        for part in question.parts
        for belief in part.beliefs.values()
    }
    return sorted(named)


def rows():
    """Return a row of the table for each objective of each lesson that has predictions."""
    sets = {name[:2]: name for name in SETS}
    for number, asked in LESSONS.items():
        cells = lesson_cells(number)
        names = questions_in_order(cells)
        for objective in OBJECTIVE.findall(cells[0]):
            where = " ".join(ASSESSED.findall(objective))
            predictions = [names[int(n) - 1] for n in re.findall(r"(?<!\d)\d(?!\d)", where)]
            checks = [f"`{name}`" for name in predictions]
            if "exercise set" in where and number in sets:
                name = sets[number]
                checks.append(f"`{name}.q1` to `.q{len(SETS[name].tasks)}`")
            met = beliefs([asked[name] for name in predictions])
            text = ASSESSED.sub("", objective).strip()
            yield f"| {number} | {text} | {where} | {', '.join(checks)} | {' '.join(met)} |"


def files():
    """Return what the guide should hold, by its path."""
    text = GUIDE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    table = HEAD + "\n".join(rows())
    return {GUIDE: f"{before}{BEGIN}\n\n{table}\n\n{END}{after}"}
