"""The few shapes every edge of the network has.

All are plain arithmetic, so they run on floats and arrays and can be traced symbolically.
Each takes the source relative to its healthy value (= 1) and a strength; a strength of zero
leaves the target at its healthy value, which is what cutting the edge means.
"""

DAYS_PER_YEAR = 365.25


def share(source, strength):
    """Raise the target in proportion: `strength` (0 to 1) is the share the source carries."""
    return 1 + strength * (source - 1)


def brake(source, strength):
    """Hold the target down ever further: without the source it is `1 + strength` as large."""
    return (1 + strength) / (1 + strength * source)


def restraint(source, strength):
    """Hold the target down in proportion: without the source it is `1 + strength` as large."""
    return 1 + strength * (1 - source)


def block(dose, strength):
    """Remove the fraction `strength` of the target when a drug (dose 1) is given."""
    return 1 - strength * dose


def positive_part(x):
    """Return x above zero, else zero, without a comparison."""
    return (x + abs(x)) / 2


def unit_interval(x):
    """Return x held between zero and one, without a comparison."""
    return positive_part(x) - positive_part(x - 1)
