"""Safe by default: Lab keeps its token and loopback, and the progress file holds no person."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from bonelab.teaching import predict, progress
from bonelab.teaching.questions import QUESTIONS
from tests.test_repository import TEXTS, relative

ROOT = Path(__file__).parents[1]
EXEMPT = ("tests/browser/", "tests/test_safety.py")
LOOPBACK = r"(?:127\.0\.0\.1|localhost)\b"
UNSAFE = {
    "a token or password taken away": r"\b(?:token|password)"
    r"(?:=['\"]?(?:[\s,)\]]|$)|\s*=\s*(?:''|\"\"))",
    "every address answered": r"(?<![\d.])0\.0\.0\.0\b|::/0",
    "an address other than loopback": rf"\bServerApp\.ip\s*=\s*(?!['\"]?{LOOPBACK})|--ip\b",
    "a server on every address": rf"HTTPServer\(\s*\(\s*['\"](?!{LOOPBACK})"
    rf"|-m http\.server(?!.*--bind[ =]{LOOPBACK})",
    "requests from elsewhere": r"allow_(?:origin|remote_access|unauthenticated_access)",
    "a check switched off": r"disable_check_xsrf|auth_enabled|allow_password_change",
}
EXAMPLES = [
    "jupyter lab --ServerApp.token=",
    "jupyter lab --IdentityProvider.token='' --no-browser",
    'command = [lab, "--IdentityProvider.token=", "--no-browser"]',
    'command += ["--IdentityProvider.token="]',
    "c.IdentityProvider.token = ''",
    'c.ServerApp.password = ""',
    "c.ServerApp.ip = '0.0.0.0'",
    "--ServerApp.ip=*",
    "--ServerApp.ip=example.org",
    "jupyter lab --ip=*",
    'ThreadingHTTPServer(("", 8000), Handler)',
    "python -m http.server 8000",
    "--ServerApp.allow_origin=*",
    "--ServerApp.disable_check_xsrf=True",
]
HARMLESS = [
    "--ServerApp.ip=127.0.0.1",
    'HTTPServer(("127.0.0.1", 0), Handler)',
    "python -m http.server --bind 127.0.0.1",
    "/lab/tree/lesson.ipynb?token=d3ade810",
    'address + "?token=0"',
    'token = match[0]; login(token="abc", password = asked)',
]


def unsafe(text):
    """Return what in a text takes a safeguard away."""
    rules = UNSAFE.items()
    return {what: m[0] for what, rule in rules if (m := re.search(rule, text, re.MULTILINE))}


@pytest.mark.parametrize("text", EXAMPLES)
def test_what_is_unsafe_is_seen(text):
    assert unsafe(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_safe_is_let_be(text):
    assert unsafe(text) == {}


@pytest.mark.parametrize(
    "path", [p for p in TEXTS if not relative(p).startswith(EXEMPT)], ids=relative
)
def test_no_file_takes_a_safeguard_away(path):
    assert unsafe(path.read_text(encoding="utf-8")) == {}


def test_make_lab_names_loopback_and_leaves_the_token():
    # What a running Lab answers, and to whom, `scripts/fresh.py` asks in CI.
    shown = subprocess.run(["make", "-n", "lab"], cwd=ROOT, capture_output=True, text=True)
    command = shown.stdout.replace("\\\n", " ")
    assert re.search(r"jupyterlab .*--ServerApp\.ip=127\.0\.0\.1 ", command)
    assert "token" not in command and "password" not in command and "config" not in command


def test_the_progress_file_holds_the_choices_and_no_person(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = "after-menopause"
    prediction = predict(name)
    for choice in prediction.choices:
        choice.value = choice.options[0][1]
    prediction.lock.click()
    assert [path.name for path in tmp_path.iterdir()] == [progress.FILE.name]
    held = json.loads(Path(progress.FILE).read_text(encoding="utf-8"))
    right = held["predictions"][name].pop("right")
    choices = {part.label: next(iter(part.options)) for part in QUESTIONS[name].parts}
    assert held == {"format": 1, "predictions": {name: {"choices": choices}}}
    assert right in range(len(choices) + 1)


def test_git_ignores_the_progress_file(tmp_path):
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert "progress*.json" in ignored
