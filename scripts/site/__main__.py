"""Build the course as a static site: `make site`, or `python -m scripts.site --output FOLDER`.

The folder can be served by anything that serves files over https, or from this computer:
`python3 -m http.server --bind 127.0.0.1 --directory site`. It is there whole or not at all.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.site import environment, landing, lite

ROOT = environment.ROOT
# Where a page of the reading copy leads in the site, from the folder book/.
TO_THE_SITE = ("--home", "../index.html")
TO_RUN = ("--run", "../app/notebooks/index.html?path=notebooks/{notebook}")
MARK = "python.json"  # a folder with it is a site, and may be replaced


def version(root: Path) -> str:
    """Return the version of bonelab."""
    text = (root / "bonelab" / "__init__.py").read_text(encoding="utf-8")
    return re.search(r'__version__ = "([^"]+)"', text)[1]


def write_book(folder: Path) -> None:
    """Execute every lesson and write the copy to read."""
    command = [sys.executable, "-m", "scripts.book", "--output", str(folder), *TO_THE_SITE, *TO_RUN]
    subprocess.run(command, cwd=ROOT, check=True)


def build(output: Path, with_book: bool = True, copy_of_pyodide: Path | None = None) -> None:
    """Build the site.

    Parameters
    ----------
    output : Path
        The folder of the site; an older site there is replaced, anything else is refused.
    with_book : bool
        Whether the site has the copy to read, for which every lesson is executed.
    copy_of_pyodide : Path, optional
        A folder with Pyodide's files for a site that needs no CDN.

    Raises
    ------
    ValueError
        If `output` is there and is not a site.
    """
    if output.exists() and any(output.iterdir()) and not (output / MARK).exists():
        raise ValueError(f"--output: {output} is not empty and is not a site; name another folder")
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".bonelab-site-", dir=output.parent) as place:
        site, work = Path(place) / "site", Path(place) / "work"
        work.mkdir()
        print("JupyterLite, with the notebooks and bonelab's wheel: a few seconds", flush=True)
        address = lite.build(ROOT, site / landing.APP, work, copy_of_pyodide)
        if with_book:
            print("The copy to read", flush=True)
            write_book(site / "book")
        print("The landing page")
        landing.write(ROOT, site, version(ROOT), address)
        if output.exists():
            shutil.rmtree(output)
        site.rename(output)


def main() -> None:
    """Build the site from the command line."""
    parser = argparse.ArgumentParser(prog="make site", description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "site", help="the folder of the site")
    parser.add_argument("--no-book", action="store_true", help="without the copy to read: quick")
    parser.add_argument("--pyodide", type=Path, help="Pyodide's files, for a site without a CDN")
    options = parser.parse_args()
    environment.ensure()
    try:
        build(options.output.resolve(), not options.no_book, options.pyodide)
    except ValueError as error:
        sys.exit(str(error))
    except subprocess.CalledProcessError as error:
        sys.exit(f"{error.stdout or ''}{error.stderr or ''}\nThis went wrong: {error.cmd[:4]}")
    print(f"The site is in {options.output}. To look at it:")
    print(f"  python3 -m http.server --bind 127.0.0.1 --directory {options.output}")


if __name__ == "__main__":
    main()
