"""The course as `make lab` opens it, with requests in place of the browser.

Asked are: the address that it prints, with its token and without, and whether anything but
loopback is answered. Only the standard library.
"""

import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

START_SECONDS = 900  # the environment is installed first
LISTEN_SECONDS = 60
STOP_SECONDS = 60
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/lab/\S*token=\S+")
UNGUARDED = "authentication is disabled"  # what Lab says where it has no token; then no address
LESSON = re.compile(r"/lab/tree/(\S+\.ipynb)")
# No request leaves the machine by way of a proxy.
OPEN = build_opener(ProxyHandler({})).open


def _hear_ctrl_c() -> None:
    """Heed Ctrl-C again: what a script starts in the background is told to ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class RunningLab:
    """A command that opens JupyterLab in a folder, as long as the `with` lasts."""

    def __init__(self, command: str, folder: Path) -> None:
        self.command = command
        self.folder = folder

    def __enter__(self) -> "RunningLab":
        # A browser that does nothing, and a group of its own so that Ctrl-C reaches all of it.
        self._process = subprocess.Popen(
            self.command,
            shell=True,
            cwd=self.folder,
            env=os.environ | {"BROWSER": "true"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=_hear_ctrl_c,
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        try:
            self.address = self._wait_for_address()
        except BaseException:
            self._kill()
            raise
        return self

    def _read(self) -> None:
        for line in self._process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            self._lines.put(line)
        self._lines.put(None)

    def _wait_for_address(self) -> str:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                line = self._lines.get(timeout=deadline - time.monotonic())
            except queue.Empty:
                break
            if line is None:
                raise SystemExit(f"{self.command} ended before it printed an address")
            if UNGUARDED in line:
                raise SystemExit(f"{self.command} starts JupyterLab without its token")
            if address := ADDRESS.search(line):
                return address[0]
        raise SystemExit(f"{self.command} printed no address in {START_SECONDS} s")

    def _kill(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def __exit__(self, *exception: object) -> None:
        """Ctrl-C twice, as the README says."""
        try:
            for _ in range(2):
                os.killpg(self._process.pid, signal.SIGINT)
                time.sleep(1)
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            raise SystemExit(f"Ctrl-C twice does not stop {self.command}") from None
        finally:
            self._kill()

    def check(self) -> None:
        """Stop with a sentence unless the lesson is there, for its token alone, on loopback."""
        address = urlsplit(self.address)
        site, lesson = f"http://{address.netloc}", LESSON.search(address.path)[1]
        contents = f"{site}/api/contents/{lesson}"
        deadline = time.monotonic() + LISTEN_SECONDS  # the address is printed a moment too early
        while not answers(address.hostname, address.port) and time.monotonic() < deadline:
            time.sleep(0.2)
        found = {
            "the page is there for the token": status(self.address) == (200, address.path),
            "the lesson is there for the token": "cells" in notebook(f"{contents}?{address.query}"),
            "without the token the page is a login": status(site + address.path)[1] == "/login",
            "without the token the lesson is refused": status(contents)[0] == 403,
            "with a wrong token the lesson is refused": status(f"{contents}?token=0")[0] == 403,
            "no address but 127.0.0.1 is answered": not answers("127.0.0.2", address.port),
        }
        for what, holds in found.items():
            print(f"{'ok  ' if holds else 'FAIL'} {what}", flush=True)
        if not all(found.values()):
            raise SystemExit(f"{self.command} does not do what the README says")


def status(address: str) -> tuple[int, str]:
    """Return the status of an address, and the path to which it led."""
    try:
        with OPEN(address) as answer:
            return answer.status, urlsplit(answer.url).path
    except HTTPError as error:
        return error.code, urlsplit(address).path


def notebook(address: str) -> dict:
    """Return a notebook from the address of its contents; empty where there is none."""
    try:
        with OPEN(address) as answer:
            return json.load(answer)["content"]
    except (HTTPError, KeyError):
        return {}


def answers(host: str, port: int) -> bool:
    """Tell whether a port is answered on another of this machine's addresses."""
    with socket.socket() as client:
        client.settimeout(5)
        return client.connect_ex((host, port)) == 0
