"""Apps: each is one line in a notebook, for example ``explore.remodeling_balance()``."""

from bonelab.explore.base import App
from bonelab.explore.blockers import blockers
from bonelab.explore.cytokines import cytokines
from bonelab.explore.dxa_report import dxa_report
from bonelab.explore.estradiol_by_hand import estradiol_by_hand
from bonelab.explore.hormone_therapy import hormone_therapy
from bonelab.explore.knock_outs import knock_outs
from bonelab.explore.markers import markers
from bonelab.explore.network import network
from bonelab.explore.one_patient import one_patient
from bonelab.explore.overview import overview
from bonelab.explore.rankl_opg import rankl_opg
from bonelab.explore.remodeling_balance import remodeling_balance
from bonelab.explore.serms import serms
from bonelab.explore.stopping_therapy import stopping_therapy
from bonelab.explore.two_fronts import two_fronts
from bonelab.explore.two_receptors import two_receptors
from bonelab.explore.validation import validation

__all__ = [
    "App",
    "blockers",
    "cytokines",
    "dxa_report",
    "estradiol_by_hand",
    "hormone_therapy",
    "knock_outs",
    "markers",
    "network",
    "one_patient",
    "overview",
    "rankl_opg",
    "remodeling_balance",
    "serms",
    "stopping_therapy",
    "two_fronts",
    "two_receptors",
    "validation",
]
