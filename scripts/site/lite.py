"""JupyterLite around the notebooks: built by the tools in .venv-site into a folder of the site."""

import json
import shutil
import subprocess
from pathlib import Path

from scripts.site import contents, environment, pyodide

ASSETS = Path(__file__).with_name("assets")
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
APPS = ("notebooks", "lab", "tree", "edit")
STORAGE = "bonelab"  # storage.js opens the same
LOCAL_PYODIDE = "static/pyodide"
# What the pages of JupyterLite load of ours: how far Python is, and where links lead.
SCRIPTS = {"notebooks": ("status.js", "links.js"), "lab": ("status.js",)}
SETTINGS = {
    # All cells in the page, so that the browser's own search finds what is out of sight.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
}


def configuration(address: str) -> dict:
    """Return the configuration of JupyterLite, with Pyodide at an address."""
    kernel = {
        "pyodideUrl": f"{address}pyodide.js",
        "disablePyPIFallback": True,  # nothing is fetched but Pyodide and what lies in the site
        "loadPyodideOptions": {"packages": list(pyodide.PACKAGES)},  # all at once, not in turn
    }
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "bonelab",
            "exposeAppInBrowser": True,  # for status.js
            # Other sites of the same owner may share the address, and must not share what is kept.
            **{f"{kind}StorageName": STORAGE for kind in ("contents", "settings", "workspaces")},
            "litePluginSettings": {KERNEL: kernel},
        },
    }


def wheels(root: Path, folder: Path) -> list[Path]:
    """Build the wheel of the tree into a folder; return it with those that the browser needs."""
    command = (environment.PYTHON, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    return [*folder.glob("bonelab-*.whl"), *sorted(environment.WHEELS.glob("*.whl"))]


def add_scripts(page: Path, names: tuple[str, ...]) -> None:
    """Let a page of JupyterLite load scripts that lie beside the landing page."""
    text = page.read_text(encoding="utf-8")
    if text.count("</head>") != 1:
        raise ValueError(f"{page}: expected one </head>")
    added = "".join(f'<script type="module" src="../../{name}"></script>' for name in names)
    page.write_text(text.replace("</head>", f"{added}</head>"), encoding="utf-8")


def build(root: Path, folder: Path, work: Path, copy_of_pyodide: Path | None = None) -> str:
    """Build JupyterLite with the course into a folder.

    Parameters
    ----------
    root : Path
        The root of the repository.
    folder : Path
        Where JupyterLite goes; it must not be there.
    work : Path
        An empty folder for what is needed on the way.
    copy_of_pyodide : Path, optional
        A folder with Pyodide's files, to be copied into the site. Without it they come from
        Pyodide's CDN.

    Returns
    -------
    str
        The address of Pyodide's files, from `folder` where it is a relative one.
    """
    address = f"./{LOCAL_PYODIDE}/" if copy_of_pyodide else pyodide.ADDRESS
    contents.write(root, work / "contents")
    (work / "wheels").mkdir()
    (work / "jupyter-lite.json").write_text(json.dumps(configuration(address)), encoding="utf-8")
    (work / "overrides.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    command = [str(environment.PYTHON), "-m", "jupyter", "lite", "build", "--no-sourcemaps"]
    command += ["--lite-dir", str(work), "--contents", str(work / "contents")]
    command += ["--output-dir", str(folder), "--no-unused-shared-packages"]
    for wheel in wheels(root, work / "wheels"):
        command += ["--piplite-wheels", str(wheel)]
    for app in APPS:
        command += ["--apps", app]
    subprocess.run(command, cwd=work, check=True, capture_output=True, text=True)
    for app, names in SCRIPTS.items():
        add_scripts(folder / app / "index.html", names)
    if copy_of_pyodide:
        shutil.copytree(copy_of_pyodide, folder / LOCAL_PYODIDE)
    return address
