"""What every lesson must have: its parts, its claims, its questions, its language, its links."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import bonelab as bl
from bonelab.parameter_table import read_table
from bonelab.teaching.cautions import cautions
from bonelab.teaching.question import misconceptions
from bonelab.teaching.questions import LESSONS as QUESTIONS
from bonelab.therapy import Therapy
from tests import lessons
from tests.lessons import LESSONS

ROOT = Path(__file__).parents[1]
NUMBERED = [lesson for lesson in LESSONS if lesson != "00"]
CLAIMS = {
    "00": "",
    "01": "F1 F5 F6 F7",
    "02": "F2 F3 F4 I11 I12 I13",
    "03": "I1 I2 I3 I4 I5 I6 I7",
    "04": "I14 I15",
    "05": "A1 A2 A3 A4 A5 A11 A12 A13 A14",
    "06": "A6 A15",
    "07": "F8 F9 F10 A7 A8 A9",
    "08": "A10",
    "09": "I8 I9 I10",
    "10": "",
    "11": "A16",
    "12": "",
    "13": "I16",
}
CAUTIONS = {
    "00": "therapy",
    "03": "therapy denosumab estrogen_alone",
    "04": "therapy t_score",
    "06": "therapy blockers",
    "08": "therapy indices",
    "09": "therapy estrogen_alone indices",
    "10": "therapy denosumab t_score",
    "11": "therapy",
    "12": "therapy t_score",
    "13": "therapy",
}
OPTIONAL = {"05", "06", "07", "08"}
LONGEST_MINUTES, MOST_CELLS = 45, 34
PLAIN, MOST_WORDS = ("00", "01", "02", "03", "04"), 18
PUBLIC = {name: getattr(bl, name) for name in bl.__all__}
THERAPIES = {n for n, x in PUBLIC.items() if isinstance(x, type) and issubclass(x, Therapy)}


def minutes(lesson):
    return int(re.search(r"\*\*Time\*\* (\d+) minutes", lessons.cell(lesson, "title"))[1])


def test_all_fourteen_lessons_are_there():
    assert list(LESSONS) == [f"{n:02}" for n in range(14)]


@pytest.mark.parametrize("lesson", LESSONS)
def test_first_cell_says_what_for_whom_how_long_and_to_what_end(lesson):
    title = lessons.cell(lesson, "title")
    assert re.match(rf"# {int(lesson)}\. \S", title)
    for part in ("**Level**", "**For**", "**Before you start**", "**At the end you can**"):
        assert part in title
    assert minutes(lesson) <= LONGEST_MINUTES
    assert 3 <= len(re.findall(r"(?m)^\d\. ", title)) <= 4
    assert ("**Optional**" in title) == (lesson in OPTIONAL)


@pytest.mark.parametrize("lesson", NUMBERED)
def test_a_lesson_has_all_its_parts(lesson):
    ids = [cell["id"] for cell in lessons.cells(lesson)]
    assert len(set(ids)) == len(ids)
    assert ids[:2] == ["title", "recall"]
    assert ids[-3:] == ["summary", "references", "cite"]
    assert len(ids) <= MOST_CELLS
    assert 2 <= lessons.cell(lesson, "recall").count("<summary>") <= 3
    text = "\n".join(lessons.sources(lesson, "markdown"))
    for heading in ("## What you already know", "## What to take away", "## References"):
        assert heading in text
    assert "## What the model leaves out" in text
    assert len(re.findall(r"\((?:prediction|exercise)", lessons.cell(lesson, "title"))) >= 2


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_names_the_claims_it_teaches(lesson):
    assert lessons.claims(lesson) == set(CLAIMS[lesson].split())


def test_every_claim_is_taught_and_tested():
    every = {row["id"] for row in read_table("claims.csv")}
    assert {claim for lesson in LESSONS for claim in lessons.claims(lesson)} == every
    text = (ROOT / "tests" / "test_claims.py").read_text(encoding="utf-8")
    assert set(re.findall(r"^def test_([FIA]\d+)_", text, re.MULTILINE)) == every


@pytest.mark.parametrize("lesson", NUMBERED)
def test_each_question_of_a_lesson_is_asked_in_it_once(lesson):
    asked = [re.match(r'predict\("(.+)"\)', code) for code in lessons.sources(lesson, "code")]
    asked = [match[1] for match in asked if match]
    assert len(asked) >= 2
    assert sorted(asked) == sorted(QUESTIONS[lesson])


def test_each_misconception_is_met_in_its_lesson():
    for belief in misconceptions().values():
        met = {
            named
            for question in QUESTIONS[belief.lesson].values()
            for part in question.parts
            for named in part.beliefs.values()
        }
        assert belief.id in met, f"{belief.id} is met nowhere in lesson {belief.lesson}"


@pytest.mark.parametrize("lesson", LESSONS)
def test_where_no_kernel_runs_the_cell_above_an_app_says_what_to_do(lesson):
    code = [cell["source"] for cell in lessons.cells(lesson)]
    live = [i for i, source in enumerate(code) if source.startswith(("explore.", "predict("))]
    assert len(live) >= (1 if lesson == "00" else 3)
    for i in live:
        above = next(code[j] for j in range(i - 1, 0, -1) if j not in live)
        assert "▶ Run the" in above


@pytest.mark.parametrize("lesson", LESSONS)
def test_asserting_cells_are_hidden_and_others_are_not(lesson):
    for cell in lessons.cells(lesson):
        if cell["cell_type"] == "code":
            hidden = cell["metadata"].get("jupyter", {}).get("source_hidden", False)
            assert hidden == lessons.is_assertion(cell), cell["id"]
            assert hidden == cell["source"].startswith("assert "), cell["id"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_has_a_cell_that_holds_what_it_says(lesson):
    assert any(lessons.is_assertion(cell) for cell in lessons.cells(lesson))


def broken(lesson, monkeypatch, **parameters):
    """Run the code of a lesson with changed parameters; return how many assertion cells fail."""
    from bonelab import course

    monkeypatch.chdir(LESSONS[lesson].parent)
    usual = course.completed
    monkeypatch.setattr(
        course, "completed", lambda changes=None: usual({**parameters, **(changes or {})})
    )
    names, failed = {"display": lambda *_: None}, 0
    for cell in lessons.cells(lesson):
        source = cell["source"]
        if cell["cell_type"] != "code" or source.startswith(("explore.", "predict(", "my_")):
            continue
        try:
            exec(source, names)
        except AssertionError:
            failed += 1
        except NameError:  # of a name that an assertion cell would have set, had it not failed
            if not (failed and lessons.is_assertion(cell)):
                raise
    return failed


@pytest.mark.parametrize("lesson", NUMBERED)
def test_the_assertions_notice_a_changed_model(lesson, monkeypatch):
    # Estradiol that no longer reaches its receptors: nothing of the course is true any more.
    change = {"estradiol_local_on_er_alpha": 0.0, "estradiol_local_on_er_beta": 0.0}
    assert broken(lesson, monkeypatch, **change) >= 1


def test_the_assertions_hold_in_the_model_as_it_is(monkeypatch):
    assert broken("01", monkeypatch) == 0


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_must_be_said_of_a_therapy_is_said_before_it_is_shown(lesson):
    text = " ".join(lessons.prose(lesson).replace(">", " ").split())
    for key in CAUTIONS.get(lesson, "").split():
        assert cautions()[key] in text, key
    code = "\n".join(lessons.sources(lesson, "code"))
    if any(re.search(rf"bl\.{name}\(", code) for name in THERAPIES):
        assert cautions()["therapy"] in text


@pytest.mark.parametrize("lesson", PLAIN)
def test_sentences_are_short(lesson):
    lengths = [len(sentence.split()) for sentence in lessons.sentences(lesson)]
    assert sum(lengths) / len(lengths) < MOST_WORDS


@pytest.mark.parametrize("lesson", LESSONS)
def test_terms_are_those_of_the_glossary(lesson):
    text = lessons.prose(lesson) + "\n".join(lessons.sources(lesson, "code"))
    for row in read_table("glossary.csv"):
        for form in filter(None, row["avoid"].split(";")):
            found = re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text)
            assert not found, f"{form!r}: the course says {row['term']}"


def test_a_form_of_a_word_belongs_to_one_term():
    with (ROOT / "bonelab" / "data" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        words = [word for row in csv.DictReader(file) for word in row["words"].split(";") if word]
    assert len(words) == len(set(words))


def test_glossary_links_and_claims_page_are_fresh():
    command = [sys.executable, ROOT / "scripts" / "pages.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_linked_term_has_its_cell_in_the_glossary(lesson):
    page = json.loads((LESSONS[lesson].parent / "glossary.ipynb").read_text(encoding="utf-8"))
    there = {cell["id"] for cell in page["cells"]}
    text = "\n".join(lessons.sources(lesson, "markdown"))
    linked = re.findall(r"glossary\.ipynb#cell-id=([\w-]+)", text)
    assert set(linked) <= there
    assert len(set(linked)) == len(linked), "from its first use only"
    assert lesson == "00" or len(linked) >= 5


@pytest.mark.parametrize("lesson", LESSONS)
def test_links_between_lessons_lead_somewhere(lesson):
    text = "\n".join(lessons.sources(lesson, "markdown"))
    targets = [t for t in re.findall(r"\]\(([^)#]+)", text) if "://" not in t]
    assert [t for t in targets if not (LESSONS[lesson].parent / t).exists()] == []


def test_the_table_of_lessons_tells_their_titles_and_minutes():
    table = "\n".join(lessons.sources("00", "markdown"))
    for lesson in NUMBERED:
        row = next(line for line in table.splitlines() if f"({LESSONS[lesson].name})" in line)
        title = re.match(r"# (.+)", lessons.cell(lesson, "title"))[1]
        assert row.startswith(f"| [{title}]"), lesson
        assert row.endswith(f"| {minutes(lesson)} |"), lesson


def test_references_are_well_formed_and_cited():
    rows = {row["key"]: row for row in read_table("references.csv")}
    for row in rows.values():
        assert not row["doi"] or re.fullmatch(r"10\.\d{4,9}/\S+", row["doi"]), row["key"]
    for lesson in LESSONS:
        keys = re.findall(r'"([a-z0-9]+)"', lessons.cell(lesson, "cite"))
        assert len(keys) >= 3
        assert set(keys) <= set(rows)
        assert len(set(keys)) == len(keys)
