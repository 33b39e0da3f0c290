"""Exercise set 2: how long cells live, what one of estrogen's arrows does, and two courses."""

from functools import lru_cache

from bonelab import Patient, simulate
from bonelab.exercises.answers import Design, Function, Number, Prose
from bonelab.exercises.sets import ExerciseSet
from bonelab.parameter_table import default_parameters
from bonelab.tables import edge_name, edge_rows

MONTHS_PER_YEAR = 12
STEPS = ("osteoclast_differentiation", "osteoclast_apoptosis", "resorption_per_osteoclast")
DIRECT = [f"signal_osteoclasts -> {step}" for step in STEPS]
CELLS = ("signal_osteoclasts", "signal_osteoblasts", "signal_osteocytes")
MOST_ARROWS, YEAR = 2, 5  # what the design of q5 may use, and when it is judged
LATEST = 9


def _vary(random):
    return {
        "estradiol": random.choice([2, 3, 4, 8, 10, 15, 20]),
        "arrow": random.choice(DIRECT),
        "year": random.randint(3, 8),
        "months": random.randint(2, 4),
        "at_most": random.choice([1.65, 1.7, 1.75]),
    }


@lru_cache(maxsize=128)
def _run(menopause="natural", cut=()):
    return simulate(Patient(menopause=menopause, ageing=False), stop=LATEST, cut=cut)


@lru_cache(maxsize=16)
def _held(estradiol):
    """Return the state after five years in which estradiol was held."""
    woman = Patient(menopause=None, age_at_menopause=30, ageing=False)
    held = {"estradiol": estradiol, "estradiol_swing": 0}
    return simulate(woman, stop=0, hold=held).at(0)


def _life(case, cell="osteoclast"):
    deaths = _held(case["estradiol"])[f"{cell}_apoptosis"]
    return default_parameters()[f"{cell}_lifespan_days"] / deaths


def _healthy_life():
    return default_parameters()["osteoclast_lifespan_days"]


def _trials(_case):
    moments = [("natural", -1), ("natural", YEAR), ("surgical", 1 / MONTHS_PER_YEAR)]
    states = [_run(menopause).at(year) for menopause, year in moments]
    return [tuple(state[step] for step in STEPS) for state in states]


def _resorption(case, arrow=None):
    return _run(cut=(arrow,) if arrow else ()).at(case["year"])["resorption"]


def _prevented(case, others=0):
    """Return which share of the rise in resorption a cut prevents, in per cent."""
    arrow = DIRECT[(DIRECT.index(case["arrow"]) + others) % len(DIRECT)]
    whole = _resorption(case)
    return 100 * (whole - _resorption(case, arrow)) / (whole - 1)


def _fell(case):
    return 100 * (_resorption(case) - _resorption(case, case["arrow"]))


def _two(case, in_years=False):
    time = case["months"] if in_years else case["months"] / MONTHS_PER_YEAR
    return [_run(menopause).at(time) for menopause in ("surgical", "natural")]


def _times_wider(case, in_years=False):
    surgical, natural = _two(case, in_years)
    return surgical["net_balance"] / natural["net_balance"]


def _wider_by(case):
    surgical, natural = _two(case)
    return natural["net_balance"] - surgical["net_balance"]


def _times_resorption(case, healthy=0):
    surgical, natural = (state["resorption"] - healthy for state in _two(case))
    return surgical / natural


def arrows():
    """Return the arrows that leave estrogen's signal in the three cells of bone."""
    rows = [row for row in edge_rows() if row["from"] in CELLS and row["to"] != "signal_bone"]
    return [edge_name(row) for row in rows]


def _demands(cuts, case):
    yield isinstance(cuts, list | tuple), 'Write a list of arrows, such as ["... -> ..."].'
    yield set(cuts) <= set(arrows()), "Cut only arrows of the table, written as they stand there."
    yield len(set(cuts)) <= MOST_ARROWS, "These are more arrows than the task allows."
    resorption = _run(cut=tuple(sorted(set(cuts)))).at(YEAR)["resorption"]
    yield (
        resorption <= case["at_most"],
        "Resorption is still above the demand. Which arrows lower it most, cut one at a time?",
    )


SET = ExerciseSet(
    usual={
        "estradiol": 4,
        "arrow": "signal_osteoclasts -> osteoclast_apoptosis",
        "year": 5,
        "months": 3,
        "at_most": 1.7,
    },
    vary=_vary,
    tasks={
        "q1": Number(
            "days",
            _life,
            {
                "Fewer deaths a day: does a cell then live longer or shorter?": lambda case: (
                    _healthy_life() ** 2 / _life(case)
                ),
                "That is the life of an osteoblast: which cell does the task ask for?": (
                    lambda case: _life(case, "osteoblast")
                ),
                "That is the life in health: what does the death rate do to it?": (
                    lambda case: _healthy_life()
                ),
                "That is by how many days it is longer: the task asks for the whole life.": (
                    lambda case: _life(case) - _healthy_life()
                ),
                "That is a life relative to health: the task asks for days.": (
                    lambda case: _life(case) / _healthy_life()
                ),
            },
        ),
        "q2": Function(
            _trials,
            lambda made, die, dig: made / die * dig,
            {
                "More deaths should mean less resorption: try the function with die doubled.": (
                    lambda made, die, dig: made * die * dig
                ),
                "You add the three changes: what happens when several brakes are let go?": (
                    lambda made, die, dig: made + 1 / die + dig - 2
                ),
                "That is how many osteoclasts are at work: how much does each of them remove?": (
                    lambda made, die, dig: made / die
                ),
                "How long each osteoclast lives does not enter yet.": (
                    lambda made, die, dig: made * dig
                ),
                "Is the ratio upside down? More osteoclasts made should mean more resorption.": (
                    lambda made, die, dig: die / (made * dig)
                ),
            },
        ),
        "q3": Number(
            "% of the rise",
            _prevented,
            {
                "That share is left: the task asks which share the cut prevents.": lambda case: (
                    100 - _prevented(case)
                ),
                "That is a share of all resorption: health's part is no rise.": lambda case: (
                    _fell(case) / _resorption(case)
                ),
                "That is how far resorption fell: divide by how far it had risen.": _fell,
                'Which arrow did you cut? Compare its name with my["arrow"].': lambda case: (
                    _prevented(case, 1)
                ),
                'Is that the arrow of my["arrow"]? The names look much alike.': lambda case: (
                    _prevented(case, 2)
                ),
            },
        ),
        "q4": Number(
            "times",
            _times_wider,
            {
                "Is the ratio upside down? Surgical over natural.": lambda case: (
                    1 / _times_wider(case)
                ),
                "That compares resorption alone: a gap lies between two flows.": (
                    _times_resorption
                ),
                "That compares the rises of resorption: a gap lies between two flows.": (
                    lambda case: _times_resorption(case, healthy=1)
                ),
                "That is the difference: the task asks how many times.": _wider_by,
                "A run counts years: turn the months into years.": lambda case: _times_wider(
                    case, in_years=True
                ),
            },
        ),
        "q5": Design(_demands),
        "q6": Prose(
            {
                "osteoclast": "Which cells remove bone, and what happens to their lives?",
                "osteoblast|osteocyte": "What happens to the other cells of bone?",
            }
        ),
    },
)
