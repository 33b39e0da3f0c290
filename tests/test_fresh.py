"""How CI makes a fresh clone and asks a running Lab; that it does so is up to `.ci/run`."""

import shlex
import subprocess
import sys

import pytest

from scripts import fresh
from scripts.running_lab import RunningLab

# A server that prints an address as Lab does, and gives everyone the lesson.
OPEN_TO_ALL = """
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"content": {"cells": []}}')
server = HTTPServer(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_port}/lab/tree/lesson.ipynb?token=1", flush=True)
server.serve_forever()
"""


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with a file unchanged, one changed, one deleted, one new and one ignored."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in ("kept", "changed", "deleted"):
        (folder / name).write_text("as committed")
    (folder / ".gitignore").write_text("ignored\n.venv/\n")
    person = ["-c", "user.name=test", "-c", "user.email=test@localhost"]
    for command in (["init", "--quiet"], ["add", "."], [*person, "commit", "--quiet", "-m", "x"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    (folder / "changed").write_text("changed")
    (folder / "deleted").unlink()
    (folder / "folder").mkdir()
    (folder / "folder" / "new").write_text("new")
    (folder / "ignored").write_text("ignored")
    (folder / ".venv").mkdir()
    monkeypatch.setattr(fresh, "ROOT", folder)
    return folder


def held(folder):
    files = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


def test_a_clone_holds_what_a_commit_would(checkout, tmp_path):
    fresh.clone(tmp_path / "clone")
    ours = {"kept": "as committed", "changed": "changed", "folder/new": "new"}
    assert held(tmp_path / "clone") == ours | {".gitignore": "ignored\n.venv/\n"}
    assert (tmp_path / "clone" / ".git").is_dir()


def test_without_git_all_but_the_environment_is_copied(checkout, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path / "nothing here"))
    fresh.clone(tmp_path / "clone")
    assert held(tmp_path / "clone") == held(checkout)
    assert not (tmp_path / "clone" / ".venv").exists()


def test_commands_are_read_without_their_comments():
    readme = (
        "## Two commands\n\nText.\n\n```sh\nmake lab   # opens\n\nmake test\n```\n```sh\nno\n```\n"
    )
    assert fresh.commands(readme) == ["make lab", "make test"]
    with pytest.raises(ValueError, match="no block of commands"):
        fresh.commands("## Two commands\n")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("echo started", "ended before it printed an address"),
        ("echo All authentication is disabled.; sleep 60", "without its token"),
    ],
)
def test_a_lab_without_address_or_token_is_an_error(tmp_path, command, said):
    with pytest.raises(SystemExit, match=said), RunningLab(command, tmp_path):
        pass


def test_a_lab_that_answers_without_the_token_is_an_error(tmp_path, capsys):
    command = f"exec {shlex.quote(sys.executable)} -c {shlex.quote(OPEN_TO_ALL)}"
    with RunningLab(command, tmp_path) as lab, pytest.raises(SystemExit, match="README"):
        lab.check()
    printed = [line.split() for line in capsys.readouterr().out.splitlines()]
    verdicts = [words[0] for words in printed if words[0] in ("ok", "FAIL")]
    assert verdicts == ["ok", "ok", "FAIL", "FAIL", "FAIL", "ok"]
