"""What several browser tests share: it is made once."""

import pytest

from scripts.book.__main__ import build


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """The whole copy to read."""
    folder = tmp_path_factory.mktemp("site") / "book"
    build(folder)
    return folder
