"""Exercise set 8: signs by tissue, two ligands, a turning point, fractures, and a therapy."""

from functools import lru_cache

import bonelab as bl
from bonelab.exercises.answers import Design, Function, Number, Prose
from bonelab.exercises.sets import ExerciseSet

SPINE, TISSUES = "bmd_lumbar_spine", ("bone", "breast", "uterus")
YOUNG = bl.Patient(menopause=None, age_at_menopause=30, ageing=False)
EXAMPLE = "Raloxifene"
TURNS = [("Lasofoxifene", "bone"), ("Lasofoxifene", "uterus"), ("Tamoxifen", "uterus")]
HIGHEST, EXACT = 200, 0.01  # pg/mL, where the turning point is looked for and how exactly
SPAN, LATEST = 4, 20  # years over which fractures are counted, and the end of a run
GAIN_AFTER, NEAR = 3, 0.1  # the year of the gain in q5; how far above counts as near


def _vary(random):
    drug, tissue = random.choice(TURNS)
    return {
        "age_at_menopause": random.randint(46, 56),
        "start": random.randint(4, 8),
        "drug": random.choice(["Tamoxifen", "Bazedoxifene", "Lasofoxifene"]),
        "estradiol": random.choice([5, 10, 18, 50]),
        "turning_drug": drug,
        "turning_tissue": tissue,
        "times": random.choice([2, 4]),
        "patch": random.choice([25, 50]),
        "gain": random.choice([4.2, 4.4, 4.6]),
    }


def _serm(name, times=1, start=-5):
    kind = getattr(bl, name)
    return kind(mg_per_day=times * kind.mg_per_day, start=start)


@lru_cache(maxsize=1024)
def _signal(tissue, estradiol, *therapies):
    """Return a signal while estradiol is held; receptors answer at once."""
    hold = {"estradiol": estradiol}
    run = bl.simulate(YOUNG, therapies, start=-5, stop=-4.99, hold=hold)
    return run[f"signal_{tissue}"][0]


def _added(tissue, estradiol, serm):
    return _signal(tissue, estradiol, serm) - _signal(tissue, estradiol)


def _signs(case):
    serm = _serm(case["drug"])
    added = {tissue: _added(tissue, case["estradiol"], serm) for tissue in TISSUES}
    return {tissue: "+" if change > 0 else "-" for tissue, change in added.items()}


def _table_demands(signs, case):
    named = isinstance(signs, dict) and set(signs) == set(TISSUES)
    yield named, 'Write a dictionary such as {"bone": "+", "breast": "+", "uterus": "+"}.'
    written = all(sign in ("+", "-") for sign in signs.values())
    yield written, 'Each sign is "+" or "-", between quotation marks.'
    wanted = _signs(case)
    off = [tissue for tissue in TISSUES if signs[tissue] != wanted[tissue]]
    yield len(off) < len(TISSUES), "All are reversed: subtract the signal without from that with."
    for tissue in TISSUES:
        yield (
            tissue not in off,
            f"Look at the {tissue} again, at the estradiol in your numbers: which of the two "
            "signals is higher?",
        )


def _together(estradiol, serm, efficacy):
    return (estradiol + serm * efficacy) / (1 + estradiol + serm)


def _turning(case, drug=None, tissue=None):
    """Return the level of estradiol up to which the drug adds."""
    serm = _serm(drug or case["turning_drug"], case["times"])
    low, high = EXACT, HIGHEST
    while high - low > EXACT:
        middle = (low + high) / 2
        adds = _added(tissue or case["turning_tissue"], middle, serm) > 0
        low, high = (middle, high) if adds else (low, middle)
    return low


def _other_tissue(case):
    return "bone" if case["turning_tissue"] == "uterus" else "uterus"


@lru_cache(maxsize=128)
def _run(age, *therapies):
    return bl.simulate(bl.Patient(age_at_menopause=age), therapies, start=0, stop=LATEST)


def _given(case):
    """Return raloxifene, and hormone therapy, each from the start of her therapy."""
    start = case["start"]
    patch = bl.Estradiol(patch_ug_per_day=case["patch"], start=start)
    return (_serm(EXAMPLE, start=start),), (patch, bl.Progestogen(start=start))


def _ratios(case, site="vertebral"):
    untreated, span = _run(case["age_at_menopause"]), {"start": case["start"]}
    span["stop"] = case["start"] + SPAN
    runs = [_run(case["age_at_menopause"], *therapy) for therapy in _given(case)]
    return [bl.fracture_ratio(run, untreated, site=site, **span) for run in runs]


def _share_prevented(case, site="vertebral"):
    """Return the fractures that raloxifene prevents, in % of those hormone therapy prevents."""
    raloxifene, hormones = _ratios(case, site)
    return 100 * (1 - raloxifene) / (1 - hormones)


def _gain(case, therapies, years=SPAN):
    """Return what a therapy gains at the spine in %, against no treatment."""
    age, year = case["age_at_menopause"], case["start"] + years
    return 100 * (_run(age, *therapies).at(year)[SPINE] / _run(age).at(year)[SPINE] - 1)


def _share_gained(case):
    raloxifene, hormones = (_gain(case, therapy) for therapy in _given(case))
    return 100 * raloxifene / hormones


def _demands(therapies, case):
    yield isinstance(therapies, list | tuple), "Write a list of therapies in square brackets."
    estrogens = [t for t in therapies if isinstance(t, bl.Estradiol | bl.ConjugatedEstrogens)]
    serms = [t for t in therapies if isinstance(t, bl.Raloxifene | bl.Tamoxifen | bl.Bazedoxifene)]
    others = [t for t in therapies if t not in [*estrogens, *serms]]
    progestogens = [t for t in others if isinstance(t, bl.Progestogen)]
    yield others == progestogens, "Use only what the task lists."
    begin = all(t.start == case["start"] and t.stop is None for t in therapies)
    yield begin, "All that you give begins in the year in your numbers and is not stopped."
    yield len(serms) < 2, "Give one SERM at most."
    usual = all(t.mg_per_day <= type(t).mg_per_day for t in serms)
    yield usual, "The SERM is above its usual dose. Would a higher dose raise its efficacy?"
    opposed = progestogens or any(isinstance(t, bl.Bazedoxifene) for t in serms)
    yield (
        not estrogens or opposed,
        "Nothing that the task allows opposes the estrogen in the uterus.",
    )
    year = case["start"] + GAIN_AFTER
    age = case["age_at_menopause"]
    now, twin = _run(age, *therapies).at(year), _run(age).at(year)
    breast, uterus = "breast_index", "endometrial_index"
    yield now[breast] < twin[breast], "The breast index is not below that of her untreated twin."
    near = now[uterus] <= twin[uterus] + NEAR
    yield near, "The endometrial index is too far above that of her untreated twin."
    enough = _gain(case, therapies, GAIN_AFTER) >= case["gain"]
    yield enough, "The spine gains too little. Which part of the signal in bone is still missing?"


SET = ExerciseSet(
    usual={
        "age_at_menopause": 51,
        "start": 5,
        "drug": "Tamoxifen",
        "estradiol": 18,
        "turning_drug": "Lasofoxifene",
        "turning_tissue": "bone",
        "times": 4,
        "patch": 50,
        "gain": 4.4,
    },
    vary=_vary,
    tasks={
        "q1": Design(_table_demands),
        "q2": Function(
            lambda case: [(0.3, 4.0, 0.5), (6.0, 4.0, 0.5), (0.0, 2.0, 0.3), (1.0, 0.0, 0.4)],
            _together,
            {
                "The empty receptors are missing below the line.": (
                    lambda e, d, efficacy: (e + d * efficacy) / (e + d)
                ),
                "The SERM counts as a full agonist: its efficacy is missing.": (
                    lambda e, d, efficacy: (e + d) / (1 + e + d)
                ),
                "The SERM takes no receptor from estradiol: what stands below the line?": (
                    lambda e, d, efficacy: (e + d * efficacy) / (1 + e)
                ),
                "Below the line every receptor counts once, whatever sits on it.": (
                    lambda e, d, efficacy: (e + d * efficacy) / (1 + e + d * efficacy)
                ),
                "Each ligand has receptors of its own here: they share one kind.": (
                    lambda e, d, efficacy: e / (1 + e) + d * efficacy / (1 + d)
                ),
                "The efficacy is the wrong one's: that of estradiol is 1.": (
                    lambda e, d, efficacy: (e * efficacy + d) / (1 + e + d)
                ),
            },
        ),
        "q3": Number(
            "pg/mL",
            _turning,
            {
                "That is the other tissue: look at the tissue in your numbers.": lambda case: (
                    _turning(case, tissue=_other_tissue(case))
                ),
                "That is the drug of the example: look at the drug in your numbers.": lambda case: (
                    _turning(case, drug=EXAMPLE)
                ),
                "You multiplied the level by the dose: give the dose in the run.": lambda case: (
                    _turning(case) * case["times"]
                ),
            },
            tolerance=0.0,
            room=1.0,
        ),
        "q4": Number(
            "% of what hormone therapy prevents",
            _share_prevented,
            {
                "That is the share of the gain of BMD, as in the example.": _share_gained,
                "You compare the fractures that happen: compare those that are prevented.": (
                    lambda case: 100 * _ratios(case)[0] / _ratios(case)[1]
                ),
                "Which bone? The task asks for the vertebrae.": lambda case: _share_prevented(
                    case, "hip"
                ),
                "Is the ratio upside down? Hormone therapy is the whole.": lambda case: (
                    1e4 / _share_prevented(case)
                ),
                "That is what raloxifene prevents: divide by what hormone therapy prevents.": (
                    lambda case: 100 * (1 - _ratios(case)[0])
                ),
                "Per cent or fraction? A factor of 100 is in the way.": lambda case: (
                    _share_prevented(case) / 100
                ),
            },
            tolerance=0.01,
        ),
        "q5": Design(_demands),
        "q6": Prose(
            {
                "breast|uterus|endometri": "What does a SERM do in tissues other than bone?",
                "before|estradiol|compet|place|young|ovar": "What sits on the receptors of a "
                "woman before menopause?",
            }
        ),
    },
)
