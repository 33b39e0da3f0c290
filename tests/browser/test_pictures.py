"""While a key is held down pictures follow, and the last value is the one that stays."""

import pytest

from scripts.bench_browser.__main__ import IMPORTS
from scripts.bench_browser.page import AppPage, write_notebook
from tests.browser.lab import Browser, Server


@pytest.mark.browser
@pytest.mark.parametrize("app", ["remodeling_balance", "hormone_therapy"])
def test_the_last_value_is_the_one_shown(app, tmp_path):
    write_notebook(tmp_path / "app.ipynb", f"{IMPORTS}app = explore.{app}()", "app")
    with Browser() as browser, Server(tmp_path) as server:
        page = AppPage(browser, server, "app.ipynb")
        keys = page.keys(25)
        for _ in range(2):
            assert page.hold(keys) > 0
            page.check_last()
        assert page.lesson.errors() == []
        page.close()
