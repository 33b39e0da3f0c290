"""The predictions of lesson 3. Every right answer is computed when it is asked for."""

from bonelab import Patient, simulate
from bonelab.figures import plot_bars, style
from bonelab.figures.binding import plot_pools
from bonelab.parameter_table import default_parameters
from bonelab.teaching.question import UP_SAME_DOWN, Part, Question, direction

BEGIN, WEEKS = -5, 8  # the year of the change, and how many weeks later the question looks
YEARS = WEEKS * 7 / 365.25
AS_FAR, FURTHER = 0.6, 1.25  # a shift under and over these shares of another is called different
HEALTH, DOUBLED = "health", "free RANKL × 2"
DECOY, HELD = "OPG × 2", "OPG × 2,\nfree RANKL held"


def _after(**held):
    """Return a young woman some weeks after these nodes began to be held, and nothing else."""
    patient = Patient(menopause=None, age_at_menopause=30, ageing=False)
    return simulate(patient, start=BEGIN, stop=BEGIN + 1, hold=held).at(BEGIN + YEARS)


def _direction(before, after, series):
    return lambda states: direction(states[before][series], states[after][series])


def _more_free_rankl():
    twice = 2 * default_parameters()["rankl_free_healthy"]
    return {HEALTH: _after(), DOUBLED: _after(rankl_free=twice)}


def _three_rates(states):
    series = ("osteoclast_differentiation", "resorption_per_osteoclast", "osteoclast_apoptosis")
    rates = {style.name(n): states[DOUBLED][n] / states[HEALTH][n] for n in series}
    formed, work, death = (100 * (rate - 1) for rate in rates.values())
    sentence = (
        f"With free RANKL doubled for {WEEKS} weeks the formation of osteoclasts changes by "
        f"{formed:+.0f} %, what each resorbs by {work:+.0f} %, and their death rate by "
        f"{death:+.0f} %. All three changes call for more resorption."
    )
    return plot_bars(
        rates, "Free RANKL doubled", style.RELATIVE, start=1.0, sentence=sentence,
        colours=dict.fromkeys(rates, style.colour("osteoclasts")),
    )  # fmt: skip


def _more_opg():
    free = default_parameters()["rankl_free_healthy"]
    return {
        HEALTH: _after(),
        DECOY: _after(opg_production=2),
        HELD: _after(opg_production=2, rankl_free=free),
    }


def _pools(states):
    rank = {name: 100 * state["rank_occupancy"] for name, state in states.items()}
    sentence = (
        f"With twice the OPG the stack is as high as before, but RANK carries only "
        f"{rank[DECOY]:.0f} % of the RANKL that it carries in health. With free RANKL held "
        f"(for this, RANKL had to be added) it carries {rank[HELD]:.0f} %: OPG does not touch RANK."
    )
    return plot_pools(states, "Where RANKL is", sentence)


SOURCES = {
    "osteoclasts": "Osteoclasts, which need it",
    "osteoblasts": "The osteoblast line, on the surface",
    "t_cells": "T cells, in the marrow",
    "osteocytes": "Osteocytes, buried in bone",
}


def _who_makes_it():
    """Return the share of RANKL that is missing without each source, at once."""
    others = {"tnf": 1.0, "il1": 1.0}  # held, so that a source is seen and not what it does to them
    off = {
        "osteoclasts": {"osteoclasts": 0.0},
        "osteocytes": {"rankl_osteocytes": 0.0},
        "t_cells": {"t_cells": 0.0},
    }
    made = {name: _made(**held, **others) for name, held in off.items()}
    missing = {name: 1 - amount for name, amount in made.items()}
    # The osteoblast line makes what the others leave.
    missing["osteoblasts"] = _made(rankl_osteocytes=0.0, t_cells=0.0, **others)
    return missing


def _made(**held):
    patient = Patient(menopause=None, age_at_menopause=30, ageing=False)
    return simulate(patient, start=BEGIN, stop=BEGIN + 1, hold=held).at(BEGIN)["rankl_production"]


def _shares(missing):
    values = {text: 100 * missing[name] for name, text in SOURCES.items()}
    sentence = (
        f"Of all RANKL, osteocytes make {values[SOURCES['osteocytes']]:.0f} %, the osteoblast line "
        f"{values[SOURCES['osteoblasts']]:.0f} % and T cells {values[SOURCES['t_cells']]:.0f} %. "
        f"Osteoclasts make {values[SOURCES['osteoclasts']]:.0f} %: they only receive it."
    )
    title = "RANKL that is missing when a source is removed"
    return plot_bars(
        values, title, "of all RANKL (%)", number="{:.0f} %", sentence=sentence,
        colours=dict.fromkeys(values, style.colour("rankl_production")),
    )  # fmt: skip


def _double_both():
    return {
        "RANKL × 2": _after(rankl_production=2),
        "RANKL × 2, OPG × 2": _after(rankl_production=2, opg_production=2),
    }


def _how_far(states):
    alone, both = (-state["net_balance"] for state in states.values())
    if both < AS_FAR * alone:
        return "less"
    return "more" if both > FURTHER * alone else "same"


def _balances(states):
    values = {
        f"{text} (ratio {state['rankl_opg_ratio']:.1f})": state["net_balance"]
        for text, state in states.items()
    }
    alone, both = values.values()
    sentence = (
        f"RANKL doubled alone: the balance is {alone:+.2f}. Both doubled: {both:+.2f}, "
        f"which is {100 * both / alone:.0f} % of it. The ratio is as in health. What is left "
        "comes from RANK: the receptors did not double, so a little more RANKL stays free."
    )
    label = "formation - resorption (healthy rate = 1)"
    return plot_bars(
        values, f"Net balance after {WEEKS} weeks", label, number="{:+.2f}", sentence=sentence,
        colours=dict.fromkeys(values, style.colour("net_balance")),
    )  # fmt: skip


def _opposite():
    return {
        "RANKL × 1.5": _after(rankl_production=1.5),
        "OPG × 0.5": _after(opg_production=0.5),
        "both": _after(rankl_production=1.5, opg_production=0.5),
    }


def _nearest(states):
    ratio = states["both"]["rankl_opg_ratio"]
    return min(("1", "2", "3"), key=lambda option: abs(float(option) - ratio))


def _ratios(states):
    values = {text: state["rankl_opg_ratio"] for text, state in states.items()}
    first, second, both = values.values()
    sentence = (
        f"RANKL 50 % up alone multiplies the ratio by {first:.2f}, OPG 50 % down alone by "
        f"{second:.2f}. Together they multiply it by {both:.2f} = {first:.2f} × {second:.2f}."
    )
    return plot_bars(
        values, "RANKL/OPG ratio", style.RELATIVE, start=1.0, log=True, sentence=sentence,
        colours=dict.fromkeys(values, style.colour("rankl_opg_ratio")),
    )  # fmt: skip


def _ways(*rows):
    """Return the parts of a table to fill in: label, answer, and the belief behind a miss."""
    return tuple(
        Part(label, UP_SAME_DOWN, answer, dict.fromkeys(UP_SAME_DOWN, belief))
        for label, answer, belief in rows
    )


def _choice(options, answer, belief):
    return (Part("", options, answer, dict.fromkeys(options, belief)),)


QUESTIONS = {
    "more-free-rankl": Question(
        f"In a healthy woman free RANKL is held at twice its amount for {WEEKS} weeks. "
        "Which way does each of these go?",
        _ways(
            ("New osteoclasts", _direction(HEALTH, DOUBLED, "osteoclast_differentiation"), "M35"),
            ("Work of each", _direction(HEALTH, DOUBLED, "resorption_per_osteoclast"), "M35"),
            ("Their death rate", _direction(HEALTH, DOUBLED, "osteoclast_apoptosis"), "M35"),
        ),
        _more_free_rankl,
        _three_rates,
    ),
    "more-opg": Question(
        "In a healthy woman twice as much OPG is made. Which way does each of these go? In the "
        "last line free RANKL is, in addition, held at its healthy amount.",
        _ways(
            ("RANKL, all together", _direction(HEALTH, DECOY, "rankl"), "M36"),
            ("RANKL on RANK", _direction(HEALTH, DECOY, "rankl_rank"), "M36"),
            ("RANKL on RANK, free held", _direction(HEALTH, HELD, "rankl_rank"), "M08"),
        ),
        _more_opg,
        _pools,
    ),
    "who-makes-rankl": Question(
        "Which cells make most of the RANKL in the spongy bone of an adult?",
        _choice(SOURCES, lambda missing: max(missing, key=missing.__getitem__), "M09"),
        _who_makes_it,
        _shares,
    ),
    "double-both": Question(
        "Twice the RANKL pushes the net balance below zero. Now OPG is doubled as well. "
        f"Where is the balance after {WEEKS} weeks, compared with RANKL doubled alone?",
        _choice(
            {
                "same": "As far below zero: RANKL decides",
                "less": "Much closer to zero: OPG counts, too",
                "more": "Further below zero: two proteins rose",
            },
            _how_far,
            "M10",
        ),
        _double_both,
        _balances,
    ),
    "opposite-changes": Question(
        "RANKL rises by 50 % and OPG falls by 50 %. What is the RANKL/OPG ratio then, if it is "
        "1 in health?",
        _choice(
            {
                "1": "About 1: the two changes cancel",
                "2": "About 2: 50 and 50 add up to 100 %",
                "3": "About 3: one factor times the other",
            },
            _nearest,
            "M11",
        ),
        _opposite,
        _ratios,
    ),
}
