"""`make badges` writes a fork's links between two marks of the README, and nothing else."""

import shutil
import subprocess
from pathlib import Path

import pytest

from scripts import badges

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_bytes().decode("utf-8")
BINDER = "https://mybinder.org/v2/gh/ada/bone/HEAD?urlpath=lab/tree/notebooks/00-start-here.ipynb"


@pytest.fixture
def readme(tmp_path, monkeypatch):
    copy = tmp_path / "README.md"
    copy.write_bytes(README.encode("utf-8"))
    monkeypatch.setattr(badges, "README", copy)
    return copy


def outside(text):
    """The text before the first mark and the text after the second."""
    return text.split(badges.BEGIN)[0], text.split(badges.END)[1]


def between(text):
    return text.split(badges.BEGIN)[1].split(badges.END)[0]


def test_the_links_of_a_fork(readme):
    badges.main("ada/bone")
    text = readme.read_bytes().decode("utf-8")
    assert f"]({BINDER})" in between(text)
    assert "](https://ada.github.io/bone/)" in between(text)
    assert "OWNER" not in between(text)
    assert outside(text) == outside(README)
    assert [path.name for path in readme.parent.iterdir()] == ["README.md"]


def test_again_with_the_same_and_with_another_repository(readme):
    badges.main("ada/bone")
    once = readme.read_bytes()
    badges.main("ada/bone")
    assert readme.read_bytes() == once
    badges.main("ada/bone.lab_2")
    badges.main("ada/bone")
    assert readme.read_bytes() == once


def test_the_lesson_is_there_and_pages_of_a_person_have_no_folder():
    assert (ROOT / badges.LESSON).exists()
    assert badges.pages("Ada", "ada.github.io") == "https://Ada.github.io/"


@pytest.mark.parametrize(
    "repository",
    [
        "bonelab",
        "ada/",
        "/bone",
        "ada/bone/lab",
        "https://github.com/ada/bone",
        "ada/bone.git",
        "a da/bone",
        "-ada/bone",
        "ada/..",
        "ada/bone)](x",
        "ada/bone\n",
        "åda/bone",
    ],
)
def test_another_form_is_refused_and_the_readme_left(readme, repository):
    with pytest.raises(SystemExit) as stopped:
        badges.main(repository)
    assert repr(repository) in str(stopped.value)
    assert "owner/name" in str(stopped.value)
    assert readme.read_bytes() == README.encode("utf-8")


@pytest.mark.parametrize("broken", ["begin", "end", "both twice", "in the wrong order"])
def test_a_readme_without_its_marks_is_left(readme, broken):
    swapped = README.replace(badges.BEGIN, "@").replace(badges.END, badges.BEGIN)
    text = {
        "begin": README.replace(badges.BEGIN, ""),
        "end": README.replace(badges.END, ""),
        "both twice": README + README,
        "in the wrong order": swapped.replace("@", badges.END),
    }[broken]
    readme.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit, match=r"README\.md must hold"):
        badges.main("ada/bone")
    assert readme.read_text(encoding="utf-8") == text


def test_until_then_the_readme_says_how_the_links_are_made():
    if "mybinder.org/v2/gh/OWNER/" not in README:
        assert f"]({badges.binder(*fork())})" in README  # a fork that has made its links
    else:
        assert badges.binder("OWNER", "NAME") in between(README)
        assert badges.pages("OWNER", "NAME") in between(README)
        assert "make badges REPO=OWNER/NAME" in between(README)


def fork():
    """The owner and name in the README's link."""
    return between(README).split("mybinder.org/v2/gh/")[1].split("/HEAD")[0].split("/")


@pytest.mark.parametrize(
    ("argument", "said"),
    [([], "Write: make badges REPO=owner/name"), (["REPO=$(id)/x;y"], "is not a repository")],
)
def test_make_says_what_to_write(tmp_path, argument, said):
    (tmp_path / "scripts").mkdir()
    for name in ("Makefile", "README.md", "scripts/badges.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    command = ["make", "badges", *argument]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert made.returncode != 0
    assert said in made.stderr
    assert (tmp_path / "README.md").read_bytes() == README.encode("utf-8")
    subprocess.run(["make", "badges", "REPO=ada/bone"], cwd=tmp_path, check=True)
    assert BINDER in (tmp_path / "README.md").read_text(encoding="utf-8")
