"""Apps: each is one line in a notebook, for example ``explore.remodeling_balance()``."""

from bonelab.explore.base import App
from bonelab.explore.remodeling_balance import remodeling_balance

__all__ = ["App", "remodeling_balance"]
