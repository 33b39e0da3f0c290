"""Write a fork's own launch links into README.md: `make badges REPO=owner/name`.

Only what stands between the two marks of README.md changes. Nothing is asked of GitHub, and no
picture comes from elsewhere: the links are plain text.
"""

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN = "<!-- launch links, written by: make badges REPO=owner/name -->"
END = "<!-- end of the launch links -->"
LESSON = "notebooks/00-start-here.ipynb"
# What GitHub allows.
OWNER = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?"
NAME = r"(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}"


def parsed(repository: str) -> tuple[str, str]:
    """Return owner and name; a ValueError says how a repository is written."""
    if not repository:
        raise ValueError("Which repository on GitHub? Write: make badges REPO=owner/name")
    match = re.fullmatch(f"({OWNER})/({NAME})", repository)
    if not match or repository.endswith(".git"):
        raise ValueError(
            f"REPO={repository!r} is not a repository on GitHub. Write the owner, a slash and the "
            "name, without the rest of the address: make badges REPO=owner/name"
        )
    return match[1], match[2]


def binder(owner: str, name: str) -> str:
    """Return the address at which Binder opens lesson 0 in JupyterLab."""
    return f"https://mybinder.org/v2/gh/{owner}/{name}/HEAD?urlpath=lab/tree/{LESSON}"


def pages(owner: str, name: str) -> str:
    """Return the address of the repository's GitHub Pages."""
    host = f"{owner}.github.io"
    return f"https://{host}/" if name.lower() == host.lower() else f"https://{host}/{name}/"


def links(owner: str, name: str) -> str:
    """Return what stands between the marks for a repository."""
    return (
        "Nothing to install:\n\n"
        f"- [The course in the browser]({pages(owner, name)}); Python runs in the page.\n"
        f"- [Lesson 0 on Binder]({binder(owner, name)}),\n"
        "  a borrowed machine for an hour or two; the first start takes some minutes.\n"
    )


def written(readme: str, between: str) -> str:
    """Return a README with new lines between the marks, and all else as it was."""
    parts = re.fullmatch(f"(.*{BEGIN}\n).*({END}.*)", readme, re.DOTALL)
    if not parts or readme.count(BEGIN) != 1 or readme.count(END) != 1:
        raise ValueError(f"README.md must hold these two lines, once each:\n{BEGIN}\n{END}")
    return f"{parts[1]}{between}{parts[2]}"


def main(repository: str) -> None:
    """Write the links, in one step, or say what is wrong and leave README.md as it is."""
    try:
        owner, name = parsed(repository)
        text = written(README.read_bytes().decode("utf-8"), links(owner, name))
    except ValueError as error:
        sys.exit(str(error))
    fresh = README.with_name("README.md.new")
    fresh.write_bytes(text.encode("utf-8"))
    fresh.replace(README)
    print(f"README.md links to:\n  {pages(owner, name)}\n  {binder(owner, name)}")
    print("The first needs GitHub Pages (Settings, Pages, source: GitHub Actions) and a tag.")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
