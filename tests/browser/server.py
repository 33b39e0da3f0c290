"""JupyterLab on loopback, for the browser tests and the screenshots.

    with Server(folder) as server:
        address = server.address("01-remodeling-balance.ipynb")

Everything is fresh and temporary: Jupyter's settings, and the folder that is served (give a copy:
Lab saves notebooks by itself).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

START_SECONDS = 120  # a cold start on a slow machine
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    # By default Lab leaves out of the page the cells that are out of sight.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}
# What instructors' tools add to Lab, and a student does not have.
AS_A_STUDENT = {
    "disabledExtensions": {"@jupyter/nbgrader": True, "@jupyter-notebook/lab-extension": True}
}


class Server:
    """JupyterLab serving a folder on a free port of 127.0.0.1, as long as the `with` lasts.

    With `config` it is started in that folder, and reads the settings of a course that lie there.
    """

    def __init__(
        self, folder: Path, theme: str = "JupyterLab Light", config: Path | None = None
    ) -> None:
        self.folder = folder
        self.config = config
        self.settings = SETTINGS | {"@jupyterlab/apputils-extension:themes": {"theme": theme}}

    def __enter__(self) -> Server:
        self._home = Path(tempfile.mkdtemp(prefix="bonelab-lab-"))
        environment = dict(os.environ)
        for name in ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR"):
            environment[f"JUPYTER_{name}"] = str(self._home / name.lower())
        for name in ("SETTINGS_DIR", "WORKSPACES_DIR"):
            environment[f"JUPYTERLAB_{name}"] = str(self._home / name.lower())
        environment["IPYTHONDIR"] = str(self._home / "ipython")
        labconfig = self._home / "config_dir" / "labconfig"
        labconfig.mkdir(parents=True)
        (labconfig / "default_setting_overrides.json").write_text(json.dumps(self.settings))
        if self.config is None:
            (labconfig / "page_config.json").write_text(json.dumps(AS_A_STUDENT))
        self._log = (self._home / "lab.log").open("wb")
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
        command += ["--ServerApp.ip=127.0.0.1", "--ServerApp.port=0"]
        command += ["--LabApp.expose_app_in_browser=True", f"--ServerApp.root_dir={self.folder}"]
        self._process = subprocess.Popen(
            command,
            cwd=self.config,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        try:
            self._address = self._wait_for_address()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wait_for_address(self) -> dict[str, str]:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            for note in (self._home / "runtime_dir").glob("jpserver-*.json"):
                with suppress(ValueError):  # half written
                    return json.loads(note.read_text())
            time.sleep(0.2)
        raise RuntimeError(f"JupyterLab did not start:\n{self.log()}")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()  # Lab ends its kernels before itself
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        shutil.rmtree(self._home, ignore_errors=True)

    def log(self) -> str:
        """What Lab wrote to its terminal."""
        return (self._home / "lab.log").read_text(errors="replace")

    def address(self, notebook: str) -> str:
        """The address of a notebook, with the token."""
        return f"{self._address['url']}lab/tree/{notebook}?reset&token={self._address['token']}"
