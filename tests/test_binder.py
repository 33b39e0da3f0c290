"""environment.yml: what Binder makes of it, and what it pins."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from scripts import binder

ROOT = Path(__file__).parents[1]
# JupyterLab stands on these, and tests ask for them by name as well.
PART_OF_LAB = {"nbclient", "nbformat", "psutil", "pyyaml"}


def names(requirements):
    return {binder.canonical(re.match(r"[\w.-]+", line)[0]) for line in requirements}


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def dependencies():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["channels"] == ["conda-forge"]
    return environment["dependencies"]


@pytest.fixture(scope="module")
def pip(dependencies):
    return dependencies[-1]["pip"]


@pytest.fixture(scope="module")
def dockerfile(tmp_path_factory):
    """What repo2docker, which Binder runs, would build from a copy of this repository."""
    copy = tmp_path_factory.mktemp("binder") / "bonelab"
    kept = {".binder"}  # all that could make repo2docker choose otherwise
    shutil.copytree(
        ROOT,
        copy,
        ignore=lambda _, entries: [e for e in entries if e.startswith(".") and e not in kept],
    )
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."]
    made = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=True)
    return made.stdout + made.stderr


def test_the_conda_buildpack_is_taken_with_python_as_pinned(dockerfile, dependencies):
    version = re.fullmatch(r"python=(3\.\d+)", dependencies[0])[1]
    assert f"Building conda environment for python={version}\n" in dockerfile
    assert "/install-base-env.bash" in dockerfile


def test_the_environment_is_installed_after_the_repository_is_there(dockerfile):
    copied = dockerfile.index("src/ ${REPO_DIR}/")
    installed = dockerfile.index('env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"')
    assert copied < installed
    assert "requirements.txt" not in dockerfile[copied:]


def test_python_and_pip_come_from_conda_and_all_else_from_pip(dependencies):
    *conda, last = dependencies
    assert names(conda) == {"python", "pip"}
    assert list(last) == ["pip"]


def test_everything_is_pinned_and_the_project_installed_in_place(pip):
    assert pip[-1] == "-e ."
    assert [line for line in pip[:-1] if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    assert binder.pins() == {binder.canonical(n): v for n, v in (p.split("==") for p in pip[:-1])}


def test_every_pin_is_that_of_the_constraints(pip):
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    constraints = {line.split(" ;")[0] for line in lines}
    assert [line for line in pip[:-1] if line not in constraints] == []


def test_all_that_the_lessons_need_is_pinned_and_no_tool(project):
    extras = {name: names(lines) for name, lines in project["optional-dependencies"].items()}
    needed = names(project["dependencies"]) | extras.pop("notebooks")
    tools = set().union(*extras.values()) - needed - PART_OF_LAB
    assert needed <= binder.pins().keys()
    assert {"nbgrader", "pytest", "playwright", "jupyter-repo2docker"} <= tools
    assert tools.isdisjoint(binder.pins())


def test_what_another_system_needs_is_not_asked_for():
    assert {"appnope", "colorama", "overrides", "pywinpty"} <= binder.elsewhere()
    assert binder.elsewhere().isdisjoint(binder.pins())
    assert {"pexpect", "psutil", "ptyprocess", "pycparser"} <= binder.pins().keys()


def test_the_readme_states_a_size_within_the_limit():
    stated = binder.STATED.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(stated) == 1
    assert int(stated[0]) < binder.MOST_MB
