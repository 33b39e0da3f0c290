"""The therapies, one small class each.

Times are years from the final menstrual period, half-open: at `start` it is on, at `stop` it is
off. Doses are in the clinic's units. Therapies combine as a list; equal ones add up. This is
teaching material, not medical advice.
"""

from dataclasses import dataclass
from typing import ClassVar

from .therapy import DailyTherapy, Therapy


@dataclass(frozen=True, kw_only=True)
class Estradiol(Therapy):
    """Estradiol through the skin (`patch_ug_per_day`) or by mouth (`oral_mg_per_day`), one of them.

    Without a progestogen it makes the endometrium grow.
    """

    patch_ug_per_day: float | None = None
    oral_mg_per_day: float | None = None

    def __post_init__(self) -> None:
        if (self.patch_ug_per_day is None) == (self.oral_mg_per_day is None):
            raise ValueError(
                f"Estradiol(patch_ug_per_day={self.patch_ug_per_day!r}, "
                f"oral_mg_per_day={self.oral_mg_per_day!r}): give exactly one of the two."
            )
        super().__post_init__()

    def dose_limits(self) -> dict[str, tuple[float, float, str]]:
        if self.patch_ug_per_day is not None:
            return {"patch_ug_per_day": (0, 400, "ug a day")}
        return {"oral_mg_per_day": (0, 8, "mg a day")}

    def level(self) -> dict[str, float]:
        if self.patch_ug_per_day is not None:
            return {"patch_estradiol": float(self.patch_ug_per_day)}
        return {"oral_estradiol": float(self.oral_mg_per_day or 0)}


@dataclass(frozen=True, kw_only=True)
class ConjugatedEstrogens(DailyTherapy):
    """Conjugated estrogens by mouth."""

    mg_per_day: float = 0.625
    MODEL_INPUT: ClassVar[str] = "conjugated_estrogens"
    HIGHEST: ClassVar[float] = 5


@dataclass(frozen=True, kw_only=True)
class Progestogen(Therapy):
    """A progestogen in the dose that protects the endometrium."""

    MODEL_INPUT: ClassVar[str] = "progestogen"


@dataclass(frozen=True, kw_only=True)
class Testosterone(DailyTherapy):
    """Testosterone through the skin."""

    mg_per_day: float = 0.3
    MODEL_INPUT: ClassVar[str] = "testosterone_patch"
    HIGHEST: ClassVar[float] = 3


@dataclass(frozen=True, kw_only=True)
class AromataseInhibitor(Therapy):
    """An aromatase inhibitor; before menopause only together with a GnRH agonist."""

    MODEL_INPUT: ClassVar[str] = "aromatase_inhibitor"


@dataclass(frozen=True, kw_only=True)
class GnRHAgonist(Therapy):
    """A GnRH agonist: it silences the ovaries while it is given."""

    MODEL_INPUT: ClassVar[str] = "gnrh_agonist"


@dataclass(frozen=True, kw_only=True)
class Raloxifene(DailyTherapy):
    """Raloxifene, a SERM."""

    mg_per_day: float = 60
    MODEL_INPUT: ClassVar[str] = "raloxifene"
    HIGHEST: ClassVar[float] = 300


@dataclass(frozen=True, kw_only=True)
class Tamoxifen(DailyTherapy):
    """Tamoxifen, a SERM."""

    mg_per_day: float = 20
    MODEL_INPUT: ClassVar[str] = "tamoxifen"
    HIGHEST: ClassVar[float] = 100


@dataclass(frozen=True, kw_only=True)
class Bazedoxifene(DailyTherapy):
    """Bazedoxifene, a SERM."""

    mg_per_day: float = 20
    MODEL_INPUT: ClassVar[str] = "bazedoxifene"
    HIGHEST: ClassVar[float] = 100


@dataclass(frozen=True, kw_only=True)
class Lasofoxifene(DailyTherapy):
    """Lasofoxifene, a SERM."""

    mg_per_day: float = 0.5
    MODEL_INPUT: ClassVar[str] = "lasofoxifene"
    HIGHEST: ClassVar[float] = 5


@dataclass(frozen=True, kw_only=True)
class Denosumab(Therapy):
    """Denosumab under the skin, at `start` and then every `every_months`, before `stop`.

    Stopping or delaying it without a follow-on treatment can cause rapid loss and fractures.
    """

    mg: float = 60
    every_months: float = 6

    def dose_limits(self) -> dict[str, tuple[float, float, str]]:
        return {"mg": (0, 240, "mg"), "every_months": (1, 120, "months")}

    def level(self) -> dict[str, float]:
        return {}

    def injections(self, until: float) -> dict[float, float]:
        end = until if self.stop is None else min(self.stop, until)
        doses, count = {}, 0
        # Times are counted, not added up; a billionth of a year keeps rounding from adding one.
        while (time := self.start + count * self.every_months / 12) < end - 1e-9:
            doses[time] = float(self.mg)
            count += 1
        return doses


@dataclass(frozen=True, kw_only=True)
class Alendronate(Therapy):
    """Alendronate by mouth, once a week (10 mg a day is the same dose)."""

    mg_per_week: float = 70

    def dose_limits(self) -> dict[str, tuple[float, float, str]]:
        return {"mg_per_week": (0, 280, "mg a week")}

    def level(self) -> dict[str, float]:
        return {"alendronate_weekly": float(self.mg_per_week)}


@dataclass(frozen=True, kw_only=True)
class CalciumVitaminD(Therapy):
    """A daily supplement of calcium with vitamin D."""

    MODEL_INPUT: ClassVar[str] = "calcium_vitamin_d"


@dataclass(frozen=True, kw_only=True)
class Anakinra(Therapy):
    """Blocks IL-1. Not approved for osteoporosis; risk of serious infection."""

    MODEL_INPUT: ClassVar[str] = "anakinra"


@dataclass(frozen=True, kw_only=True)
class Etanercept(Therapy):
    """Blocks TNF. Not approved for osteoporosis; risk of serious infection."""

    MODEL_INPUT: ClassVar[str] = "etanercept"


@dataclass(frozen=True, kw_only=True)
class AntiIL6(Therapy):
    """An antibody to IL-6. Not approved for osteoporosis; risk of serious infection."""

    MODEL_INPUT: ClassVar[str] = "anti_il6"


@dataclass(frozen=True, kw_only=True)
class AntiIL7(Therapy):
    """An antibody to IL-7. Not approved for osteoporosis; risk of serious infection."""

    MODEL_INPUT: ClassVar[str] = "anti_il7"
