"""Static pages as the tests read them: what they load, where they lead, what is said on them."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

# Attributes whose address a browser fetches by itself, without a click.
LOADED = {
    "src": None,
    "srcset": None,
    "poster": None,
    "data": {"object"},
    "href": {"link", "image", "use"},
    "background": None,
}
IN_STYLE = re.compile(r"""@import\s+["']?([^"';)\s]+)|url\(\s*["']?([^"')]+)""")
LINKS_THAT_LOAD = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch"}


def read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def in_style(css: str) -> list[str]:
    """The addresses that a style sheet fetches."""
    return [first or second for first, second in IN_STYLE.findall(css)]


def loaded(page: BeautifulSoup) -> list[str]:
    """The addresses that a browser fetches when it shows a page."""
    found = []
    for tag in page.find_all(True):
        for attribute, tags in LOADED.items():
            if attribute in tag.attrs and (tags is None or tag.name in tags):
                if tag.name == "link" and not LINKS_THAT_LOAD & set(tag.get("rel", [])):
                    continue
                value = tag[attribute]
                parts = value.split(",") if attribute == "srcset" else [value]
                found += [part.split()[0] if attribute == "srcset" else part for part in parts]
        found += in_style(tag.get("style", ""))
    for style in page.find_all("style"):
        found += in_style(style.get_text())
    return found


def outside(page: BeautifulSoup) -> list[str]:
    """What a page would fetch from anywhere but its own folder."""
    return [
        address
        for address in loaded(page)
        if not address.startswith("data:")
        and (urlsplit(address).scheme or address.startswith(("//", "/", "..")))
    ]


def dead_links(folder: Path) -> list[str]:
    """The links and pictures of all pages of a folder that lead to nothing in it."""
    pages = {path.name: read(path) for path in sorted(folder.glob("*.html"))}
    anchors = {name: {tag["id"] for tag in page.find_all(id=True)} for name, page in pages.items()}
    dead = []
    for name, page in pages.items():
        for address in [a["href"] for a in page.find_all("a", href=True)] + loaded(page):
            parts = urlsplit(address)
            if parts.scheme:  # a citation, which a reader may click
                continue
            target = unquote(parts.path) or name
            known = anchors.get(target, set()) if parts.fragment else {""}
            if not (folder / target).is_file() or parts.fragment not in known:
                dead.append(f"{name}: {address}")
    return dead


def said(tag) -> str:
    """The text of an element on one line."""
    return " ".join(tag.get_text(" ", strip=True).split())


def read_text(tag, leave_out=()) -> str:
    """The text of an element without that of some elements in it."""
    copy = BeautifulSoup(str(tag), "html.parser")
    for part in copy.find_all(leave_out):
        part.decompose()
    return said(copy)
