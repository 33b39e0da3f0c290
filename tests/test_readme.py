"""What the README promises is there: its Python runs, its links lead somewhere."""

import re
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from scripts import fresh

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(ROOT.glob("*.md"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
FIRST, *MORE = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_two_commands_which_ci_runs_on_a_fresh_clone():
    assert fresh.commands(README) == ["make lab", "make test"]
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(r"^python3 -m scripts\.fresh$", ci, re.MULTILINE)


def test_no_block_of_python_is_passed_over():
    fences = re.findall(r"^ *(?:```|~~~)\s*(\w*)", README, re.MULTILINE)
    opened = [language for language in fences if language.lower() in ("python", "py", "python3")]
    assert opened == ["python"] * len([FIRST, *MORE])


def test_a_plot_in_four_lines():
    lines = FIRST.splitlines()
    names: dict[str, object] = {}
    exec("\n".join(lines[:-1]), names)
    assert len(lines) == 4
    assert isinstance(eval(lines[-1], names), Figure)


def test_every_other_line_of_python_runs():
    names: dict[str, object] = {}
    exec(FIRST, names)
    for line in "".join(MORE).splitlines():
        assert eval(line, names) is not None, line


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path):
    targets = re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8"))
    missing = [name for name in targets if "://" not in name and not (ROOT / name).exists()]
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_exist(path):
    named = re.findall(r"(?:^|`)make ([a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(named) <= set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
