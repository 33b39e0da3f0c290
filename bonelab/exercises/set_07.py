"""Exercise set 7: one cell's receptor, a surface, two shares, and a pattern of knock-outs."""

from functools import lru_cache

from bonelab import Patient, simulate
from bonelab.exercises.answers import Design, Function, Number, Prose
from bonelab.exercises.sets import ExerciseSet

TRABECULAR, CORTICAL = "bone_volume_trabecular", "bone_volume_cortical"
SURFACE_YEARS, DESIGN_YEARS = 5, 10
MOST_CUTS, LEAST_LOSS = 2, 3.5  # what the design of q5 has to achieve


def _vary(random):
    return {
        "age": random.randint(42, 54),
        "cell": random.choice(["osteoblasts", "t_cells"]),
        "years": random.randint(3, 8),
    }


@lru_cache(maxsize=256)
def _run(age, cut=(), hold=(), menopause=None, until=None):
    """Return a run from age 25, where cuts begin, to a year."""
    patient = Patient(menopause=menopause, age_at_menopause=age, ageing=False)
    return simulate(patient, start=patient.origin, stop=until, cut=cut, hold=dict(hold))


@lru_cache(maxsize=256)
def _after(age, years, *cut, **hold):
    """Return her values some years after receptors were cut or nodes held."""
    year = Patient(age_at_menopause=age).origin + years
    return _run(age, cut, tuple(sorted(hold.items())), until=year).at(year)


def _change(now, series, before=None):
    return 100 * (now[series] / (before[series] if before else 1) - 1)


def _one_cell(case, series=CORTICAL, cut=None):
    cut = cut or f"er_alpha@{case['cell']}"
    return _change(_after(case["age"], case["years"], cut), series)


def _read_late(case, year):
    """Return the change in a year of her run, where the years since the cut are meant."""
    run = _run(case["age"], (f"er_alpha@{case['cell']}",), until=case["years"])
    return _change(run.at(year), CORTICAL)


def _height(er_alpha, er_beta, series=CORTICAL):
    hold = {"er_alpha": er_alpha, "er_beta": er_beta}
    age = Patient.YOUNG_ADULT_AGE + SURFACE_YEARS
    return _change(_after(age, SURFACE_YEARS, **hold), series)


def _lost(case, *cut, **hold):
    return -_change(_after(case["age"], case["years"], *cut, **hold), TRABECULAR)


def _share_of_alpha(case, alone=("er_alpha",)):
    """Return what the loss of one receptor costs, in % of what the loss of both does."""
    return 100 * _lost(case, *alone) / _lost(case, "er_alpha", "er_beta")


def _operation(case, *cut, from_health=False):
    """Return the trabecular bone that the removal of the ovaries costs her, in %."""
    run = _run(case["age"], cut, menopause="surgical", until=case["years"])
    before = None if from_health else run.at(-1)
    return -_change(run.at(case["years"]), TRABECULAR, before)


def _share_of_operation(case, *cut, **more):
    return 100 * _operation(case, *cut, **more) / _operation(case)


def _demands(cuts, case):
    listed = isinstance(cuts, list | tuple) and all(isinstance(cut, str) for cut in cuts)
    yield listed, 'Write a list of knock-outs, such as ["er_alpha@osteoclasts"].'
    yield all("@" in cut for cut in cuts), "Knock out receptors in one kind of cell: receptor@cell."
    now = _after(case["age"], DESIGN_YEARS, *cuts)
    cortical, trabecular = (-_change(now, series) for series in (CORTICAL, TRABECULAR))
    yield (
        cortical >= LEAST_LOSS,
        "The cortex loses too little. Which cells build it, and what else wears it down?",
    )
    yield (
        trabecular < cortical,
        "Trabecular bone loses the larger share: which of your knock-outs costs it most?",
    )
    yield len(set(cuts)) <= MOST_CUTS, "It works with fewer: which of your knock-outs adds least?"


SET = ExerciseSet(
    usual={"age": 48, "cell": "osteoblasts", "years": 5},
    vary=_vary,
    tasks={
        "q1": Number(
            "% (a loss is negative)",
            _one_cell,
            {
                "So large a loss: is it cortical bone, and is ER-alpha lost in one cell only?": (
                    lambda case: _one_cell(case, TRABECULAR)
                ),
                "That is the year on her clock: how many years earlier did the cut begin?": (
                    lambda case: _read_late(case, case["years"])
                ),
                "You count from year -5, as in the example: at which age did the cut begin?": (
                    lambda case: _read_late(case, case["years"] - 5)
                ),
                "That is the cell of the example: look at the cell in your numbers.": lambda case: (
                    _one_cell(case, cut="er_alpha@osteoclasts")
                ),
                "That is ER-alpha lost in every cell: write receptor@cell.": lambda case: _one_cell(
                    case, cut="er_alpha"
                ),
                "That is the other receptor.": lambda case: _one_cell(
                    case, cut=f"er_beta@{case['cell']}"
                ),
            },
        ),
        "q2": Function(
            lambda case: [(1.0, 1.5), (0.5, 0.2), (0.1, 1.2)],
            _height,
            {
                "The two receptors have changed places.": lambda er_alpha, er_beta: _height(
                    er_beta, er_alpha
                ),
                "ER-beta is not held: a point of the surface has two values.": (
                    lambda er_alpha, er_beta: _height(er_alpha, 1.0)
                ),
                "ER-alpha is not held: a point of the surface has two values.": (
                    lambda er_alpha, er_beta: _height(1.0, er_beta)
                ),
                "That is what is left: the task asks for the change from health.": (
                    lambda er_alpha, er_beta: 100 + _height(er_alpha, er_beta)
                ),
                "A fraction, not per cent: multiply by 100.": lambda er_alpha, er_beta: (
                    _height(er_alpha, er_beta) / 100
                ),
                "The sign is reversed: a loss should come out negative.": (
                    lambda er_alpha, er_beta: -_height(er_alpha, er_beta)
                ),
                "That is trabecular bone: the task asks for the cortex.": (
                    lambda er_alpha, er_beta: _height(er_alpha, er_beta, TRABECULAR)
                ),
            },
            tolerance=0.01,
        ),
        "q3": Number(
            "% of the loss without both receptors",
            _share_of_alpha,
            {
                "That is ER-beta's loss: the task asks about ER-alpha.": lambda case: (
                    _share_of_alpha(case, ("er_beta",))
                ),
                "You divide by the loss after an ovariectomy: some estrogen is left then.": (
                    lambda case: 100 * _lost(case, "er_alpha") / _lost(case, ovariectomy=1.0)
                ),
                "You compare what is left of the bone: compare what is lost.": lambda case: (
                    100
                    * (100 - _lost(case, "er_alpha"))
                    / (100 - _lost(case, "er_alpha", "er_beta"))
                ),
                "That is a loss in per cent of health: divide by the loss without both.": (
                    lambda case: _lost(case, "er_alpha")
                ),
                "Per cent or fraction? A factor of 100 is in the way.": lambda case: (
                    _share_of_alpha(case) / 100
                ),
            },
            tolerance=0.015,  # counting what ER-alpha alone protects is sound as well
        ),
        "q4": Number(
            "% of what it costs a woman with both receptors",
            lambda case: _share_of_operation(case, "er_beta"),
            {
                "Without ER-beta she is not in health before the operation: read her own bone in "
                "year -1.": lambda case: _share_of_operation(case, "er_beta", from_health=True),
                "That is the share that is gone: the task asks for the share that stays.": (
                    lambda case: 100 - _share_of_operation(case, "er_beta")
                ),
                "Is the ratio upside down? The woman with both receptors is the whole.": (
                    lambda case: 1e4 / _share_of_operation(case, "er_beta")
                ),
                "That is a loss in per cent of her bone: divide by that of the other woman.": (
                    lambda case: _operation(case, "er_beta")
                ),
            },
            tolerance=0.01,
        ),
        "q5": Design(_demands),
        "q6": Prose(
            {
                "testosterone|hormone|estradiol|ovar|pituitary|brain": "What else changes in an "
                "animal that has the receptor nowhere?",
                "cell|osteoclast|progenitor|tissue": "Which experiment leaves the rest as it is?",
            }
        ),
    },
)
