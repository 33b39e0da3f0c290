"""The run of lesson 5: one cytokine held in a young woman who has all her estradiol."""

from bonelab import Patient, simulate

WOMAN, BEGIN, YEARS = Patient(menopause=None, age_at_menopause=30, ageing=False), -5, 2


def held(*cut, **hold):
    """Return every series two years after nodes were held and arrows cut."""
    run = simulate(WOMAN, start=BEGIN, stop=BEGIN + YEARS, cut=cut, hold=hold)
    return run.at(BEGIN + YEARS)
