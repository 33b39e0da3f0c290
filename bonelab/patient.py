"""Who is simulated: how and when menopause comes, and whether bone ages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from . import messages


@dataclass(frozen=True)
class Patient:
    """An invented woman.

    Parameters
    ----------
    menopause : {"natural", "surgical", None}
        How estradiol is lost; None keeps the premenopausal level.
    age_at_menopause : float
        Age in years at time zero: the final menstrual period, or surgery. 30 to 65.
    ageing : bool
        Whether bone ages; if not, nothing but hormones changes.

    Raises
    ------
    ValueError
        If an argument is not allowed; the message says what is.
    """

    menopause: str | None = "natural"
    age_at_menopause: float = 51
    ageing: bool = True

    YOUNG_ADULT_AGE: ClassVar[int] = 25
    LATEST_AGE: ClassVar[int] = 120

    def __post_init__(self) -> None:
        """Check every argument."""
        messages.one_of("menopause", self.menopause, ("natural", "surgical", None))
        messages.number("age_at_menopause", self.age_at_menopause, 30, 65, "years")
        messages.one_of("ageing", self.ageing, (True, False))

    @property
    def origin(self) -> float:
        """Time of the healthy young adult, in years from menopause: every run begins here."""
        return self.YOUNG_ADULT_AGE - float(self.age_at_menopause)

    def inputs(self) -> dict[str, float]:
        """Return the model inputs that describe her."""
        return {
            "age_at_menopause": float(self.age_at_menopause),
            "ageing_on": float(self.ageing),
            "natural_menopause": float(self.menopause == "natural"),
            "surgical_menopause": float(self.menopause == "surgical"),
        }

    def turns(self, parameters: Mapping[str, float]) -> list[float]:
        """Return the times at which menopause and ageing begin or stop to change her faster.

        Before the first of them she is in health.
        """
        times = []
        if self.menopause == "natural":
            times.append(parameters["estradiol_decline_begins"])
            times.append(parameters["estradiol_stable_low"])
        if self.menopause == "surgical":
            times.append(0.0)
        if self.ageing:
            times.append(parameters["ageing_start_age"] - float(self.age_at_menopause))
        return times

    def surgery(self) -> list[float]:
        """Return when she has surgery, where the solver starts anew."""
        return [0.0] if self.menopause == "surgical" else []
