"""What the instructors' pages name is there, and the quiz agrees with its key and the model."""

import re
from collections import Counter
from pathlib import Path

import pytest

import bonelab as bl
from bonelab import explore
from bonelab.decomposition import decompose
from bonelab.parameter_table import read_table
from tests import lessons
from tests.lessons import LESSONS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
GUIDE, QUIZ, KEY = DOCS / "instructors.md", DOCS / "quiz.md", DOCS / "key" / "quiz.md"
PAGES = [GUIDE, QUIZ, *sorted((DOCS / "key").glob("*.md"))]
PAGES += [path for path in [DOCS / "grading.md"] if path.exists()]

PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*/?")
SUFFIXES = {".py", ".md", ".ipynb", ".csv", ".yml", ".toml", ".cff", ".txt"}
# What running the course leaves behind, and folders that an instructor names.
LEFT_BEHIND = {"progress.json", "saved", "submissions", ".nbgrader", "gradebook.csv", "folder"}
MISCONCEPTIONS = {row["id"] for row in read_table("misconceptions.csv")}
LETTERS = "ABCD"


def read(path):
    return path.read_text(encoding="utf-8")


def prose_code(text):
    """Return the code spans of a page and the lines of its blocks of code."""
    blocks = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    rest = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return re.findall(r"`([^`\n]+)`", rest), [line for b in blocks for line in b.splitlines()]


def paths_named(text):
    """Return the code spans that name a file or folder of the project."""
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()}
    found = []
    for span in prose_code(text)[0]:
        first = span.split("/")[0]
        inside = "/" in span and first in folders
        alone = "/" not in span and Path(span).suffix in SUFFIXES
        if PATH.fullmatch(span) and (inside or alone) and first not in LEFT_BEHIND:
            found.append(span)
    return found


def is_there(named):
    """Whether a path exists; NN stands for two digits and NAME for any name."""
    pattern = named.rstrip("/").replace("NN", "[0-9][0-9]").replace("NAME", "*")
    if "/" in pattern:
        return any(ROOT.glob(pattern))
    places = (ROOT, DOCS, *(ROOT / f for f in ("bonelab", "notebooks", "solutions", "tests")))
    return any(any(place.glob(f"**/{pattern}" if place != ROOT else pattern)) for place in places)


def test_paths_are_recognized_and_missing_ones_seen():
    text = "`docs/quiz.md` `docs/nothing.md` `CITATION.cff` `set_NN.py` `ug/L` `bl.check` `saved`"
    assert paths_named(text) == ["docs/quiz.md", "docs/nothing.md", "CITATION.cff", "set_NN.py"]
    assert [is_there(p) for p in paths_named(text)] == [True, False, True, True]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_every_file_that_is_named_exists(path):
    text = read(path)
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    missing = [to for to in links if "://" not in to and not (path.parent / to).exists()]
    missing += [named for named in paths_named(text) if not is_there(named)]
    assert missing == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_every_make_target_that_is_named_exists(path):
    spans, lines = prose_code(read(path))
    named = {m[1] for code in (*spans, *lines) if (m := re.match(r"make ([a-z-]+)", code.strip()))}
    assert named <= set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), re.MULTILINE))


def lesson_rows():
    """Return the rows of the guide's table of lessons, by the lesson's number."""
    row = (
        r"^\| \[(\d+)\. (.+?)\]\(\.\./notebooks/(.+?)\.ipynb\) \| (\w+) \| (\d+) \| .+ \| (.+) \|$"
    )
    found = re.findall(row, read(GUIDE), re.MULTILINE)
    return {f"{int(n):02}": (title, *rest) for n, title, *rest in found}


def test_the_table_has_every_lesson():
    assert list(lesson_rows()) == [f"{n:02}" for n in range(14)]


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_table_agrees_with_the_lesson(lesson):
    title, stem, level, minutes, _ = lesson_rows()[lesson]
    cell = lessons.cell(lesson, "title")
    assert stem == LESSONS[lesson].stem
    assert cell.startswith(f"# {int(lesson)}. {title}\n")
    assert f"**Level** {level} · **Time** {minutes} minutes" in cell


def test_the_table_names_every_exercise_set_and_its_key():
    from bonelab.exercises.registry import SETS

    named = [row[-1] for row in lesson_rows().values() if row[-1] != "none"]
    assert named == [f"{name}, [key](key/{name[:2]}.md)" for name in SETS]


def test_the_guide_leaves_room_for_the_table_that_is_generated():
    lines = read(GUIDE).splitlines()
    begin, end = lines.index("<!-- objectives: generated -->"), lines.index("<!-- end -->")
    assert begin < end
    assert lines.count("<!-- end -->") == 1


def test_what_students_get_wrong_is_answered_by_apps_and_presets_that_exist():
    table = read(GUIDE).split("## What students ask and get wrong")[1].split("\n## ")[0]
    sources = "".join(read(path) for path in (ROOT / "bonelab" / "explore").glob("*.py"))
    apps = set(re.findall(r"`explore\.(\w+)\(\)`", table))
    presets = {
        name
        for answer in re.findall(r"`explore\.\w+\(\)`: ((?:\*\*[^*]+\*\*(?:, )?)+)", table)
        for name in re.findall(r"\*\*([^*]+)\*\*", answer)
    }
    assert apps
    assert apps <= set(explore.__all__)
    assert len(presets) >= 8
    assert [name for name in presets if f'"{name}"' not in sources] == []
    assert set(re.findall(r"M\d\d", table)) <= MISCONCEPTIONS


def sections(path):
    """Return what stands under each "### Question n" of a page, by number."""
    parts = re.split(r"^### Question (\d+)\n", read(path), flags=re.MULTILINE)[1:]
    texts = (text.split("\n## ")[0] for text in parts[1::2])
    return dict(zip(map(int, parts[::2]), texts, strict=True))


OPTION = re.compile(r"^- ([A-D])\. (.+)$", re.MULTILINE)
OPTIONS = {n: dict(OPTION.findall(text)) for n, text in sections(QUIZ).items()}
RIGHT = {
    n: re.search(r"^\*\*([A-D])\. (.+)\*\*$", text, re.MULTILINE).groups()
    for n, text in sections(KEY).items()
}


def test_the_quiz_has_twelve_questions_with_four_options():
    assert list(OPTIONS) == list(range(1, 13))
    for number, text in sections(QUIZ).items():
        stem = text.split("\n- ")[0].strip()
        assert stem.endswith("?"), number
        assert [letter for letter, _ in OPTION.findall(text)] == list(LETTERS), number
        assert len(set(OPTIONS[number].values())) == 4, number


def test_every_right_option_of_the_key_is_in_the_quiz():
    assert list(RIGHT) == list(OPTIONS)
    for number, (letter, text) in RIGHT.items():
        assert OPTIONS[number][letter] == text, number
    rows = re.search(r"^\| right \| (.+) \|$", read(KEY), re.MULTILINE)[1].split(" | ")
    assert rows == [letter for letter, _ in RIGHT.values()]


def test_neither_letter_nor_length_gives_the_right_option_away():
    assert max(Counter(letter for letter, _ in RIGHT.values()).values()) <= 5
    ranks = [
        sorted(map(len, options.values())).index(len(options[RIGHT[number][0]]))
        for number, options in OPTIONS.items()
    ]
    assert ranks.count(3) <= 5, "the right option is the longest too often"
    assert ranks.count(0) <= 5, "the right option is the shortest too often"


def test_each_wrong_option_comes_from_a_misconception():
    for number, text in sections(KEY).items():
        wrong = dict(re.findall(r"^- ([A-D]): (M\d\d)$", text, re.MULTILINE))
        assert sorted([*wrong, RIGHT[number][0]]) == list(LETTERS), number
        assert set(wrong.values()) <= MISCONCEPTIONS, number


def test_each_right_option_has_a_reason_of_one_sentence():
    for number, text in sections(KEY).items():
        reason = " ".join(text.split("**")[2].split("\n- ")[0].split())
        assert reason.endswith("."), number
        assert len(re.findall(r"[.!?](?:\s|$)", reason)) == 1, number


def test_the_quiz_holds_no_mark_of_the_right_answers():
    text = read(QUIZ)
    assert "not validated" in text
    assert "not validated" in read(KEY)
    for mark in (r"<", r"\bM\d\d\b", r"\[[xX ]\]", "[✓✔☑✅]", "key", r"\]\(", "`", "(?i)correct"):
        assert not re.search(mark, text), mark
    for options in OPTIONS.values():
        for option in options.values():
            assert re.fullmatch(r"[A-Z][\w\s/,.:;'-]+\.", option), option
    untouched = OPTION.sub("", text.split("### Question 1\n", 1)[1])
    assert not re.search(r"(?m)^- |[*_~]", untouched)


def _woman(*treatments, **more):
    return bl.simulate(bl.Patient(**more), list(treatments))


def _first_questions():
    """Yield the questions on cells and flows, with what the model says of the right option."""
    early, young = _woman().at(1), _woman(menopause=None, ageing=False).at(10)
    yield 1, young["resorption"] == pytest.approx(young["formation"]), True
    yield 2, 1.1 < early["formation"] < early["resorption"], True
    died = [early[f"{c}_apoptosis"] for c in ("osteoclast", "osteoblast", "osteocyte")]
    yield 3, [rate > 1 for rate in died], [False, True, True]
    three = early["osteoclast_differentiation"], 1 / died[0], early["resorption_per_osteoclast"]
    yield 4, min(three) > 1.05, True
    pools = [bl.simulate(bl.Patient(menopause=None), hold={"opg_production": n}) for n in (1, 3)]
    less, more = (run.at(0) for run in pools)
    yield 5, more["rankl_rank"] < 0.8 * less["rankl_rank"], True
    yield 6, 1.5 / 0.5, 3


def _last_questions():
    """Yield the questions on clinic, therapies and the two fronts in the same way."""
    values = bl.parameters().set_index("name")["value"]
    untreated, old = _woman(), _woman().at(19)
    mean, sd = (values[f"bmd_lumbar_spine_{what}"] for what in ("young_adult", "sd"))
    score = (old["bmd_lumbar_spine"] - mean) / sd
    yield 7, score, pytest.approx(old["t_score_lumbar_spine"], abs=1e-6)
    drug = _woman(bl.Alendronate(start=10))
    two_months, spine = drug.at(10 + 1 / 6), "bmd_lumbar_spine"
    noise = values["least_significant_change_bmd_lumbar_spine"] / 100
    yield 8, two_months["ctx"] / drug.at(10)["ctx"] < 0.5, True
    yield 8, two_months[spine] / drug.at(10)[spine] < 1 + noise, True
    patch = _woman(bl.Estradiol(patch_ug_per_day=50, start=5), bl.Progestogen(start=5))
    before, after = patch.at(5), patch.at(8)
    yield 9, [after[s] > before[s] for s in ("resorption", "formation")], [False, False]
    yield 9, after[spine] > before[spine], True
    stopped = _woman(bl.Denosumab(start=5, stop=10))
    yield 10, stopped.at(10 + 1 / 3)["resorption"] > 1.1 * stopped.at(5)["resorption"], True
    gained = [stopped.at(t)[spine] - untreated.at(t)[spine] for t in (10, 11.5)]
    yield 10, gained[1] < 0.5 * gained[0], True
    parts = decompose().at(10)
    yield 11, 0 < parts["immune"] < parts["whole"], True
    raloxifene = _woman(bl.Raloxifene(start=5)).at(7)
    now = untreated.at(7)
    tissues = [raloxifene[f"signal_{t}"] > now[f"signal_{t}"] for t in ("bone", "breast")]
    yield 12, tissues, [True, False]


def test_the_right_options_are_what_the_model_computes():
    asked = [*_first_questions(), *_last_questions()]
    assert {number for number, _, _ in asked} == set(OPTIONS)
    for number, computed, told in asked:
        assert computed == told, f"question {number}"
