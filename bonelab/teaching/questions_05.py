"""The predictions of lesson 5. Every right answer is computed when it is asked for."""

from bonelab import Patient, edges, simulate
from bonelab.figures import plot_bars, plot_trajectory, style
from bonelab.figures.cytokines import plot_effects
from bonelab.teaching.question import UP_SAME_DOWN, Part, Question, direction
from bonelab.teaching.runs_05 import BEGIN, WOMAN, YEARS, held

RAISED, FIVE_YEARS = 3.0, 5
NONE, FEW, MOST = 0.001, 0.1, 0.75  # shares of the normal number of osteoclasts
EVEN = 0.01  # effects under this, relative to health, are called about the same
MONTHS = (0, 6, 12, 18, 24)
ALIKE = 0.1  # losses that differ by less than this share are called about the same
CYTOKINES = {"TNF-alpha": "tnf", "IL-1": "il1", "IL-6": "il6", "IL-7": "il7"}
FOUR_WAYS = {**UP_SAME_DOWN, "either": "either way"}
CHANGES = {"smaller": "clearly smaller", "same": "about the same", "larger": "clearly larger"}


def _with_and_without_rankl():
    return {
        (rankl, tnf): held(rankl=rankl, tnf=tnf)["osteoclasts"]
        for rankl in (0.0, 1.0)
        for tnf in (1.0, RAISED)
    }


def _without_rankl(osteoclasts):
    number = osteoclasts[0.0, RAISED]
    limits = {"none": NONE, "few": FEW, "half": MOST}
    return next((key for key, limit in limits.items() if number < limit), "all")


def _factorial(osteoclasts):
    words = {0.0: "No RANKL", 1.0: "RANKL healthy"}
    levels = {1.0: "TNF-alpha healthy", RAISED: "TNF-alpha three times"}
    number = osteoclasts[0.0, RAISED]
    alone, beside = (osteoclasts[r, RAISED] - osteoclasts[r, 1.0] for r in (0.0, 1.0))
    return plot_bars(
        {f"{words[r]}, {levels[t]}": value for (r, t), value in osteoclasts.items()},
        "Osteoclasts, two years later",
        style.RELATIVE,
        colours={f"{words[r]}, {levels[t]}": style.colour("osteoclasts") for r, t in osteoclasts},
        sentence=f"Without RANKL three times the TNF-alpha gives {100 * number:.1f} % of the "
        f"normal number of osteoclasts, {100 * alone:.1f} points more than healthy TNF-alpha. "
        f"Beside healthy RANKL the same rise adds {100 * beside:.0f} points: both work together.",
    )


def _effects(cytokine, cut=()):
    """Return what a cytokine does to osteoclasts and, with coupling out of it, to osteoblasts."""
    free = held(*cut, **{cytokine: RAISED})
    uncoupled = held(*cut, resorption=1.0, **{cytokine: RAISED})
    return free["osteoclast_differentiation"], uncoupled["formation"]


def _table():
    """Return the effects of each cytokine: whole, and with each of its arrows cut in turn."""
    arrows = {
        node: [edge for edge in edges()["name"] if edge.startswith(f"{node} ->")]
        for node in CYTOKINES.values()
    }
    return {
        node: [_effects(node), *(_effects(node, (edge,)) for edge in arrows[node])]
        for node in CYTOKINES.values()
    }


def _way(cytokine, cell):
    def answer(table):
        ways = [direction(1.0, effects[cell], EVEN) for effects in table[cytokine]]
        return "either" if {"up", "down"} <= set(ways) else ways[0]

    return answer


def _filled_in(table):
    effects = {name: table[node][0] for name, node in CYTOKINES.items()}
    words = {
        name: tuple(_way(node, cell)(table) for cell in (0, 1)) for name, node in CYTOKINES.items()
    }
    tnf, il6 = effects["TNF-alpha"], [pair[1] for pair in table["il6"]]
    return plot_effects(
        effects,
        words,
        f"TNF-alpha changes osteoclast formation by {100 * (tnf[0] - 1):+.0f} % and what "
        f"osteoblasts make by {100 * (tnf[1] - 1):+.0f} %. IL-6 goes either way on osteoblasts: "
        f"from {100 * (min(il6) - 1):+.1f} to {100 * (max(il6) - 1):+.1f} %, as one or the other "
        "of its arrows is cut.",
    )


def _tnf_raised():
    return tuple(
        simulate(WOMAN, start=BEGIN, stop=BEGIN + YEARS, hold=hold)
        for hold in ({"tnf": RAISED}, {})
    )


def _after(series):
    def answer(runs):
        raised, healthy = (run.at(BEGIN + YEARS)[series] for run in runs)
        return direction(healthy, raised, EVEN)

    return answer


def _coupled(runs):
    figure = plot_trajectory(
        runs[0], [("resorption", "formation"), "bone_volume_trabecular"], baseline=runs[1]
    )
    now = runs[0].at(BEGIN + YEARS)
    for axes in figure.axes:
        axes.set_xticks([BEGIN + months / 12 for months in MONTHS], MONTHS)
        axes.set_xlabel("Months with three times the TNF-alpha", fontsize=style.LABEL_SIZE)
    figure.sentence = (
        f"Two years after TNF-alpha rose, there are {now['osteoblasts']:.2f} times as many "
        f"osteoblasts and formation is {now['formation']:.2f}, but resorption is "
        f"{now['resorption']:.2f}: trabecular bone is down by "
        f"{100 * (1 - now['bone_volume_trabecular']):.1f} %. Grey: all healthy."
    )
    return figure


def _losses():
    """Return the trabecular loss five years after surgery, free and with one cytokine held."""
    series = "bone_volume_trabecular"
    before = simulate(Patient(menopause=None)).at(FIVE_YEARS)[series]
    return {
        node: 100
        * (1 - simulate(Patient(menopause="surgical"), hold=hold).at(FIVE_YEARS)[series] / before)
        for node, hold in {"": {}, "tnf": {"tnf": 1.0}, "il6": {"il6": 1.0}}.items()
    }


def _held_back(cytokine):
    def answer(losses):
        way = direction(losses[""], losses[cytokine], ALIKE)
        return {"up": "larger", "down": "smaller"}.get(way, way)

    return answer


def _loss_bars(losses):
    names = {"": "Nothing held", "tnf": "TNF-alpha held healthy", "il6": "IL-6 held healthy"}
    return plot_bars(
        {names[node]: value for node, value in losses.items()},
        "Trabecular bone lost five years after both ovaries were removed",
        "Loss (%)",
        number="{:.1f} %",
        colours=dict.fromkeys(names.values(), style.colour("bone_volume_trabecular")),
        sentence=f"Without any hold {losses['']:.1f} % is lost. With TNF-alpha kept at its healthy "
        f"level it is {losses['tnf']:.1f} %, with IL-6 kept there {losses['il6']:.1f} %.",
    )


QUESTIONS = {
    "tnf-without-rankl": Question(
        "In the model RANKL is held at zero and TNF-alpha at three times its healthy level. "
        "How many osteoclasts are there two years later?",
        (
            Part(
                "",
                {
                    "none": "None: TNF-alpha works only by way of RANKL",
                    "few": "A few: more than none, less than a tenth",
                    "half": "About half as many as in a healthy woman",
                    "all": "As many as normal: TNF-alpha replaces RANKL",
                },
                _without_rankl,
                {"none": "M17", "few": "M44", "half": "M44", "all": "M44"},
            ),
        ),
        _with_and_without_rankl,
        _factorial,
    ),
    "cytokine-table": Question(
        "Fill in the table. One cytokine at a time is held at three times its healthy level. "
        "Osteoclasts: how fast new ones form. Osteoblasts: how much bone they make while "
        "resorption is held at its healthy rate. 'Either way' means: it has arrows of both signs, "
        "and cutting one of them turns the answer round.",
        tuple(
            Part(
                f"{name}, {cell}",
                FOUR_WAYS,
                _way(node, index),
                dict.fromkeys(FOUR_WAYS, "M17" if node == "tnf" else "M43"),
            )
            for name, node in CYTOKINES.items()
            for index, cell in enumerate(("osteoclasts", "osteoblasts"))
        ),
        _table,
        _filled_in,
    ),
    "osteoblasts-under-tnf": Question(
        "TNF-alpha kills osteoblasts and keeps new ones from forming. It is held at three times "
        "its healthy level for two years, and nothing else is held. Which way does each go?",
        tuple(
            Part(label, UP_SAME_DOWN, _after(series), dict.fromkeys(UP_SAME_DOWN, "M41"))
            for label, series in (
                ("Number of osteoblasts", "osteoblasts"),
                ("Formation", "formation"),
                ("Trabecular bone volume", "bone_volume_trabecular"),
            )
        ),
        _tnf_raised,
        _coupled,
    ),
    "tnf-or-il6": Question(
        "Both ovaries are removed. One cytokine is kept at its healthy level all the time. What "
        "happens to the loss of trabecular bone in five years?",
        tuple(
            Part(label, CHANGES, _held_back(node), dict.fromkeys(CHANGES, "M42"))
            for label, node in (("TNF-alpha kept healthy", "tnf"), ("IL-6 kept healthy", "il6"))
        ),
        _losses,
        _loss_bars,
    ),
}
