"""Python in the browser: which Pyodide, where it comes from, and which of its files a lesson needs.

`pyodide.csv` names the files with their sizes, so that a page can say how far the loading is.
`python -m scripts.site.pyodide FOLDER` renews it from a folder that holds Pyodide's files.
"""

import csv
import json
import sys
from pathlib import Path

VERSION = "0.27.7"  # the one the tests run; it and the kernel in requirements.txt fit together
ADDRESS = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
CORE = (
    "pyodide.js",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
FOR_THE_KERNEL = ("micropip", "ssl", "sqlite3", "ipython")
FOR_THE_LESSONS = ("numpy", "scipy", "matplotlib", "pillow", "pandas", "joblib")
PACKAGES = FOR_THE_KERNEL + FOR_THE_LESSONS
TABLE = Path(__file__).with_name("pyodide.csv")


def files() -> dict[str, int]:
    """Return the files that a lesson loads and how many bytes each has, the largest first."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["file"]: int(row["bytes"]) for row in csv.DictReader(file)}


def needed(folder: Path) -> dict[str, int]:
    """Return the same from a folder that holds Pyodide's files."""
    packages = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted, names = list(PACKAGES), set()
    while wanted:
        if (name := wanted.pop().replace("_", "-").lower()) not in names:
            names.add(name)
            wanted += packages[name]["depends"]
    found = [*CORE, *(packages[name]["file_name"] for name in names)]
    sizes = {name: (folder / name).stat().st_size for name in found}
    return dict(sorted(sizes.items(), key=lambda item: (-item[1], item[0])))


def main(folder: Path) -> None:
    """Write the table."""
    rows = needed(folder).items()
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("file", "bytes"))
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
