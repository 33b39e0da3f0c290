"""What several tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")  # no test needs a display

# One example of a 30-year run takes long enough on a busy machine to trip the default deadline;
# in CI the examples are the same every time, so that a red run can be repeated.
settings.register_profile("bonelab", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("bonelab")


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="session", autouse=True)
def every_picture_is_drawn_anew():
    """Let apps keep no pictures, so that what a test reads of a figure is what is shown."""
    from bonelab.explore import ahead

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ahead, "KEPT", 0)
        yield


@pytest.fixture(scope="session")
def untreated():
    """The run that most claims start from: natural menopause at 51, no treatment."""
    import bonelab as bl

    return bl.simulate(bl.Patient())
