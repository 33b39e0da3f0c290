"""Exercise set 13: a band of one's own, noise, two therapies by their bands, and what to measure.

The fits are those that the notebook makes: one hundred women, the seed that is usual.
"""

from bonelab import Estradiol, Progestogen, messages
from bonelab.exercises.answers import Design, Function, Number, Prose
from bonelab.exercises.sets import ExerciseSet
from bonelab.measurements import measurable
from bonelab.parameter_table import default_parameters
from bonelab.teaching.cases import band, measured_again, width

SPINE, CTX = "bmd_lumbar_spine", "ctx"
DRAWS = 100
VISIT, START, LATER = 1.0, 3.0, 8.0  # years: first visit, first day of a therapy, when bands count
FIRST, LAST, MOST = 1.5, 5.0, 2  # years between which, and how often, more may be measured in q4


def _vary(random):
    # Few women, so that each is fitted once for a whole course.
    return {
        "spine": random.choice([0.88, 0.96]),
        "ctx_ng_per_l": random.choice([540, 620]),
        "patch": random.choice([25, 50]),
        "narrower": 6,
        "samples": random.choice([(0.48, 0.33), (0.56, 0.46), (0.62, 0.80)]),
    }


def _blood(case):
    return (
        (VISIT, "estradiol", 80, "pmol/L"),
        (VISIT, CTX, case["ctx_ng_per_l"], "ng/L"),
        (VISIT, "p1np", 60, "ug/L"),
    )


def _visit(case):
    """Return what is measured of her at the first visit."""
    return (*_blood(case), (VISIT, SPINE, case["spine"], "g/cm2"))


def _band(case, rows=None, quantity=SPINE, time=LATER, therapies=()):
    return band(rows or _visit(case), quantity, time, therapies, DRAWS)


def _treated(case):
    patch = Estradiol(patch_ug_per_day=case["patch"], start=START)
    return _band(case, therapies=(patch, Progestogen(start=START)))


def _half_width(found):
    return 100 * (found["high50"] - found["low50"]) / found["median"]


def _gap(case, ends=("low90", "high90")):
    """Return by how much one band lies above the other, in % of the untreated middle."""
    low, high = ends
    untreated = _band(case)
    return 100 * (_treated(case)[low] - untreated[high]) / untreated["median"]


def _changes(case):
    """Return pairs of values with the least significant change: of CTX, and of the spine."""
    values = default_parameters()
    for first, second, quantity in (
        (*case["samples"], CTX),
        (case["spine"], 0.93 * case["spine"], SPINE),
        (case["spine"], 1.02 * case["spine"], SPINE),
    ):
        yield first, second, values[f"least_significant_change_{quantity}"]


def _in_least_changes(first, second, least):
    """Return a change in least significant changes."""
    return 100 * (second / first - 1) / least


def _is_pair(each):
    return isinstance(each, list | tuple) and len(each) == 2


def _demands(more, case):
    yield (
        isinstance(more, list | tuple) and all(map(_is_pair, more)),
        ('Write a list of pairs of time and quantity, like [(2, "ctx")].'),
    )
    yield len(more) <= MOST, "These are more measurements than are allowed."
    for time, quantity in more:
        messages.known("quantity", quantity, measurable())
        inside = FIRST <= messages.number("time", time, unit="years") <= LAST
        yield inside, "One of the times is not allowed: look at the dates in the task."
    rows = measured_again(_visit(case), tuple(more), DRAWS)
    met = width(_band(case, rows)) < case["narrower"]
    spine = [time for time, quantity in more if quantity.endswith("lumbar_spine")]
    if not spine:
        yield met, "Too wide. Does any of these tell how much bone there is at the place you ask?"
    yield met, "Too wide. What does a scan that comes later know that an early one does not?"


SET = ExerciseSet(
    usual={
        "spine": 0.88,
        "ctx_ng_per_l": 620,
        "patch": 50,
        "narrower": 6,
        "samples": (0.56, 0.46),
    },
    vary=_vary,
    tasks={
        "q1": Number(
            "% of the middle of the band",
            lambda case: width(_band(case)),
            {
                "That is the band of half of the women: the task asks for nine of ten.": (
                    lambda case: _half_width(_band(case))
                ),
                "That is from the middle to one end: how far is it from end to end?": (
                    lambda case: width(_band(case)) / 2
                ),
                "That is in g/cm²: divide by the middle of the band.": lambda case: (
                    width(_band(case)) * _band(case)["median"] / 100
                ),
                "A value of the paper is missing in your table: the one of the scanner.": (
                    lambda case: width(_band(case, _blood(case)))
                ),
                "Which quantity? The task asks for the spine.": lambda case: width(
                    _band(case, quantity=CTX)
                ),
                "That is the band on the day of the scan. The task asks for a later year.": (
                    lambda case: width(_band(case, time=VISIT))
                ),
            },
        ),
        "q2": Function(
            lambda case: list(_changes(case)),
            _in_least_changes,
            {
                "The sign is lost: a fall and a rise are not the same.": (
                    lambda *values: abs(_in_least_changes(*values))
                ),
                "Per cent of which value? The change is counted from the first.": (
                    lambda first, second, least: 100 * (1 - first / second) / least
                ),
                "That is a difference in the unit of the test: the least change is in per cent.": (
                    lambda first, second, least: 100 * (second - first) / least
                ),
                "Per cent or fraction? The least significant change is given in per cent.": (
                    lambda *values: _in_least_changes(*values) / 100
                ),
                "That is the change in per cent: how many least significant changes is it?": (
                    lambda first, second, least: 100 * (second / first - 1)
                ),
                "Is the ratio upside down? The least significant change is the measure.": (
                    lambda *values: 1 / _in_least_changes(*values)
                ),
            },
        ),
        "q3": Number(
            "% of the middle without therapy",
            _gap,
            {
                "That is the distance of the middles. Where do the bands end?": (
                    lambda case: _gap(case, ("median", "median"))
                ),
                "Those are the ends of the bands of half of the women.": (
                    lambda case: _gap(case, ("low50", "high50"))
                ),
                "Which ends face each other? The lower end of the upper band is one of them.": (
                    lambda case: _gap(case, ("high90", "low90"))
                ),
                "You compare two ends of the same side: does the one band end where "
                "the other begins?": lambda case: _gap(case, ("low90", "low90")),
            },
            room=0.1,
        ),
        "q4": Design(_demands),
        "q5": Prose(
            {
                "noise|chance|error|least significant": "How far do two tests differ by chance?",
                "lose|loss|speed|fast|sensitiv|respon|answers": (
                    "What of her do the measurements not tell?"
                ),
            }
        ),
    },
)
