"""The predictions of lesson 8. Every right answer is computed when it is asked for."""

import numpy as np

from bonelab import (
    Bazedoxifene,
    ConjugatedEstrogens,
    Estradiol,
    Lasofoxifene,
    Patient,
    Raloxifene,
    Tamoxifen,
    fracture_ratio,
    simulate,
)
from bonelab.figures import plot_bars, plot_trajectory, style
from bonelab.figures.serms import NEUTRAL, TISSUES, plot_ligands
from bonelab.parameter_table import default_parameters
from bonelab.teaching.cautions import caution
from bonelab.teaching.question import UP_SAME_DOWN, Part, Question, direction

SPINE, T_SCORE = "bmd_lumbar_spine", "t_score_lumbar_spine"
LIGANDS = {
    "Estradiol, patch of 50 µg": Estradiol(patch_ug_per_day=50, start=5),
    "Conjugated estrogens": ConjugatedEstrogens(start=5),
    "Raloxifene": Raloxifene(start=5),
    "Tamoxifen": Tamoxifen(start=5),
    "Bazedoxifene": Bazedoxifene(start=5),
    "Lasofoxifene": Lasofoxifene(start=5),
}
YOUNG_START, YOUNG_STOP = -10, -7  # of a woman who is 41, before menopause
MORE_START, MORE_STOP = 17, 21  # a woman as in the raloxifene trial, and its four years
ALIKE = 0.25  # two falls that differ by less than this share are called alike


def tissue_changes():
    """Return what each ligand changes in each tissue, six years after the final period."""
    untreated = simulate(start=5, stop=6).at(6)
    changes = {}
    for ligand, therapy in LIGANDS.items():
        treated = simulate(Patient(), [therapy], start=5, stop=6).at(6)
        changes[ligand] = {tissue: treated[tissue] - untreated[tissue] for tissue in TISSUES}
    return changes


def _way(ligand, tissue):
    def answer(changes):
        change = changes[ligand][tissue]
        if abs(change) < NEUTRAL:
            return "same"
        return "up" if change > 0 else "down"

    return answer


def show_ligands(changes):
    """Draw the matrix of ligand by tissue after menopause."""
    raloxifene, tamoxifen = changes["Raloxifene"], changes["Tamoxifen"]
    return plot_ligands(
        changes,
        "What each drug changes in a woman after menopause",
        "Raloxifene raises the signal in bone by "
        f"{raloxifene['signal_bone']:.2f}, lowers it in the breast by "
        f"{abs(raloxifene['signal_breast']):.2f} and changes it in the uterus by "
        f"{raloxifene['signal_uterus']:.2f}; tamoxifen raises it there by "
        f"{tamoxifen['signal_uterus']:.2f}. The estrogens raise it everywhere. "
        + caution("indices", "estrogen_alone", "short"),
    )


def _young():
    """Return a woman of 41 with tamoxifen and without; her ovaries work, and go on working."""
    return tuple(
        simulate(Patient(menopause=None), given, start=YOUNG_START - 1, stop=YOUNG_STOP)
        for given in ([Tamoxifen(start=YOUNG_START)], [])
    )


def _young_way(runs):
    treated, untreated = (run.at(YOUNG_STOP)[SPINE] for run in runs)
    return direction(untreated, treated, least=0.005)


def _show_young(runs):
    figure = plot_trajectory(runs[0], ["signal_bone", SPINE], baseline=runs[1])
    for axes in figure.axes:
        years = range(YOUNG_START - 1, YOUNG_STOP + 1)
        axes.set_xticks(years, [Patient().age_at_menopause + year for year in years])
        axes.set_xlabel("Age (years)", fontsize=style.LABEL_SIZE, color=style.INK)
    change = 100 * (runs[0].at(YOUNG_STOP)[SPINE] / runs[1].at(YOUNG_STOP)[SPINE] - 1)
    figure.sentence = (
        f"The signal in bone goes from {runs[1].at(-9)['signal_bone']:.2f} to "
        f"{runs[0].at(-9)['signal_bone']:.2f}. After three years on tamoxifen, begun at age "
        f"{Patient().age_at_menopause + YOUNG_START}, "
        f"the density of the spine is {abs(change):.1f} % "
        f"{'higher' if change > 0 else 'lower'} than without it (grey). " + caution("short")
    )
    return figure


def _doses():
    """Return the gain of the spine in %, against untreated, after three years."""
    untreated = simulate(start=5, stop=8).at(8)[SPINE]
    usual = Raloxifene(start=5)
    given = {
        "Raloxifene, usual dose": usual,
        "Raloxifene, four times": Raloxifene(mg_per_day=4 * usual.mg_per_day, start=5),
        "Estradiol, patch of 50 µg": LIGANDS["Estradiol, patch of 50 µg"],
    }
    return {
        text: 100 * (simulate(Patient(), [therapy], start=5, stop=8).at(8)[SPINE] / untreated - 1)
        for text, therapy in given.items()
    }


def _enough(gains):
    usual, four, estradiol = gains.values()
    if four >= 0.95 * estradiol:
        return "full"
    return "between" if four - usual > 0.4 * (estradiol - usual) else "hardly"


def _show_doses(gains):
    usual, four, estradiol = gains.values()
    return plot_bars(
        gains,
        "Gain at the spine after three years, against no treatment",
        "Change of BMD (%)",
        colours=dict.fromkeys(gains, style.colour("signal_bone")),
        number="{:.1f} %",
        sentence=f"Four times the dose gains {four:.1f} % where the usual dose gains "
        f"{usual:.1f} %; the estradiol patch gains {estradiol:.1f} %. Most receptors "
        "were taken at the usual dose. What is missing is efficacy, and no dose adds that. "
        + caution("estrogen_alone", "short"),
    )


def vertebral_falls():
    """Return by how much raloxifene lowers vertebral fractures: by BMD alone, and in all."""
    span = {"start": MORE_START, "stop": MORE_STOP}
    treated = simulate(Patient(), [Raloxifene(start=MORE_START)], **span)
    untreated = simulate(**span)
    gradient = default_parameters()["fracture_gradient_vertebral"]
    treated_rate, rate = (np.mean(gradient ** -run[T_SCORE]) for run in (treated, untreated))
    return {
        "By the gain of BMD alone": 100 * (1 - treated_rate / rate),
        "By BMD and turnover together": 100
        * (1 - fracture_ratio(treated, untreated, site="vertebral", **span)),
    }


def _predicted(falls):
    alone, both = falls.values()
    if abs(both / alone - 1) < ALIKE:
        return "as"
    return "more" if both > alone else "less"


def _show_falls(falls):
    alone, both = falls.values()
    return plot_bars(
        falls,
        "Vertebral fractures that raloxifene prevents in four years",
        "Of 100 without treatment",
        colours=dict.fromkeys(falls, style.colour("bmd_lumbar_spine"))
        | {"By BMD and turnover together": style.colour("resorption")},
        number="{:.0f}",
        sentence=f"The gain of BMD alone would prevent {alone:.0f} of 100 vertebral fractures. "
        f"The model prevents {both:.0f}, because resorption falls as well, and turnover "
        "counts by itself. " + caution("short"),
    )


SMALL_GAIN = {
    "less": "Clearly fewer than the gain of BMD predicts",
    "as": "As many as the gain of BMD predicts",
    "more": "Clearly more than the gain of BMD predicts",
}
DOSES = {
    "full": "As much as the estrogen, or more: enough is enough",
    "between": "Clearly more than the usual dose, less than the estrogen",
    "hardly": "Hardly more than the usual dose of raloxifene",
}
YOUNG = {
    "up": "It is higher: the drug protects bone",
    "same": "It is the same: her own estradiol outweighs it",
    "down": "It is lower: the drug harms bone",
}
SIGNS = (
    ("Raloxifene in bone", "Raloxifene", "signal_bone", "M23"),
    ("Raloxifene in the breast", "Raloxifene", "signal_breast", "M23"),
    ("Raloxifene in the uterus", "Raloxifene", "signal_uterus", "M23"),
    ("Tamoxifen in the uterus", "Tamoxifen", "signal_uterus", "M52"),
)
QUESTIONS = {
    "one-drug-three-tissues": Question(
        "A woman six years after her final period has taken a SERM for a year. Which way has the "
        "estrogen signal gone in each tissue? Less than a tenth of the signal before menopause "
        "counts as about the same.",
        tuple(
            Part(label, UP_SAME_DOWN, _way(ligand, tissue), dict.fromkeys(UP_SAME_DOWN, belief))
            for label, ligand, tissue, belief in SIGNS
        ),
        tissue_changes,
        show_ligands,
    ),
    "serm-before-menopause": Question(
        "After menopause tamoxifen raises bone density. A woman of 41, whose ovaries work, takes "
        "it for three years. How does her spine compare with that of her untreated twin?",
        (Part("", YOUNG, _young_way, dict.fromkeys(YOUNG, "M24")),),
        _young,
        _show_young,
    ),
    "four-times-the-dose": Question(
        "Five years after her final period a woman takes four times the usual dose of "
        "raloxifene, in the model only. How much bone density does her spine gain in three years?",
        (Part("", DOSES, _enough, dict.fromkeys(DOSES, "M53")),),
        _doses,
        _show_doses,
    ),
    "small-gain": Question(
        "In the model a woman takes raloxifene for four years. From her gain of BMD at the spine "
        "one can predict how many vertebral fractures it prevents: each standard deviation of "
        "BMD multiplies them by the same factor. How many does the model prevent?",
        (Part("", SMALL_GAIN, _predicted, dict.fromkeys(SMALL_GAIN, "M54")),),
        vertebral_falls,
        _show_falls,
    ),
}
