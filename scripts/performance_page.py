"""The sections of docs/performance.md that scripts write: a title, where and when, and a table."""

import datetime
import os
import platform
import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
HEAD = "# How fast bonelab is, and how that was measured\n"


def machine() -> str:
    """Return the cores, the processor, the system, the Python and the day."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{cores} cores of {_processor()}, {platform.system()}, "
        f"Python {platform.python_version()}, {datetime.date.today():%Y-%m-%d}"
    )


def _processor() -> str:
    """Return the name of the processor, as far as the system tells."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        told = ""
    named = re.search(r"model name\s*:\s*(.+)", told)
    return named[1].strip() if named else platform.processor() or platform.machine()


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table in Markdown; the first column is text, the others are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def write_section(title: str, text: str, page: Path = PAGE) -> None:
    """Write a section of the page in the place of the one with this title, or at the end."""
    old = page.read_text(encoding="utf-8") if page.exists() else HEAD
    section = f"## {title}\n\n{text.strip()}\n"
    found = re.search(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", old, re.MULTILINE | re.DOTALL)
    if found is None:
        new = f"{old.rstrip()}\n\n{section}"
    else:
        after = old[found.end() :]
        new = old[: found.start()] + section + ("\n" + after if after else "")
    page.write_text(new, encoding="utf-8")
