"""The predictions of lesson 13: what measurements tell about one woman, and what they do not."""

from bonelab.figures import plot_bars, style
from bonelab.parameter_table import default_parameters
from bonelab.teaching.cases import band, case, fitted, width
from bonelab.teaching.question import Part, Question

SPINE, CTX = "bmd_lumbar_spine", "ctx"
TOLD = 0.6  # of the variance between women: from here on the data tell a trait
TRAITS = {
    "peak_t_score_lumbar_spine": "Density of her spine",
    "ctx_healthy": "Her usual CTX",
    "estradiol_after_menopause": "Estradiol that is left",
    "estrogen_sensitivity": "How strongly bone answers its loss",
    "estrogen_exposure": "How much of a patch would reach her",
}
BLOOD = ((1.0, "estradiol", 80.0, "pmol/L"), (1.0, CTX, 0.66, "ng/mL"), (1.0, "p1np", 68.0, "ug/L"))
MORE = {
    "marker": (3.0, CTX, 0.74, "ng/mL"),
    "hip": (3.0, "bmd_total_hip", 0.80, "g/cm2"),
    "spine": (3.0, SPINE, 0.838, "g/cm2"),
}
ONE_MORE = {"marker": "CTX once more", "hip": "A scan of the hip", "spine": "A scan of the spine"}
LATER = 8.0  # years, five after the last visit


def _told():
    rows = tuple(tuple(row) for row in case("A").itertuples(index=False))
    told = fitted(rows).determined().set_index("trait")["told"]
    return {name: float(told[name]) for name in TRAITS}


def _what_is_told(told):
    level, speed = told["peak_t_score_lumbar_spine"] >= TOLD, told["estrogen_sensitivity"] >= TOLD
    if level and speed:
        return "both"
    return "level" if level else "speed" if speed else "neither"


def _show_told(told):
    figure = plot_bars(
        {text: 100 * told[name] for name, text in TRAITS.items()},
        "What blood and two scans tell of her",
        "Share of the difference between women that is gone (%)",
        number="{:.0f}",
    )
    figure.sentence = (
        f"Her data take away {100 * told['peak_t_score_lumbar_spine']:.0f} % of what is unknown "
        f"of the density of her spine, but {100 * told['estrogen_sensitivity']:.0f} % of how "
        "strongly her bone answers the loss of estrogen. Two scans differ by chance by as much as "
        "bone changes between them."
    )
    return figure


def _widths():
    tables = {"before": BLOOD, **{name: (*BLOOD, row) for name, row in MORE.items()}}
    return {name: width(band(rows, SPINE, LATER)) for name, rows in tables.items()}


def _narrowest(widths):
    return min(MORE, key=widths.get)


def _show_widths(widths):
    names = {"before": "Blood alone", **ONE_MORE}
    figure = plot_bars(
        {names[name]: width for name, width in widths.items()},
        "How sure the BMD of the spine is, five years ahead",
        "Width of the 90 % band (% of its middle)",
        number="{:.0f}",
    )
    best = _narrowest(widths)
    figure.sentence = (
        f"With blood alone the band is {widths['before']:.0f} % wide. "
        f"{ONE_MORE[best]} leaves {widths[best]:.0f} %, a scan of the hip "
        f"{widths['hip']:.0f} %, and CTX once more {widths['marker']:.0f} %."
    )
    return figure


def _fall():
    values = case("B")
    first, second = values[values["quantity"] == CTX]["value"]
    least = default_parameters()["least_significant_change_ctx"]
    return {"change": 100 * (second / first - 1), "least": least}


def _does_it_work(fall):
    if abs(fall["change"]) < fall["least"]:
        return "unknown"
    return "works" if fall["change"] < 0 else "harms"


def _show_fall(fall):
    figure = plot_bars(
        {"Fall of her CTX": -fall["change"], "Least significant change": fall["least"]},
        "Three months of tea",
        f"Change of {style.name(CTX)} (%)",
        number="{:.0f}",
    )
    figure.sentence = (
        f"Her CTX fell by {-fall['change']:.0f} %. Two samples of one woman can differ by "
        f"{fall['least']:.0f} % though nothing has changed. So these two values say neither that "
        "the tea works nor that it does not."
    )
    return figure


QUESTIONS = {
    "what-data-tell": Question(
        "Of a woman you know estradiol, CTX, P1NP and two scans of the spine, two years apart. "
        "What do you know well?",
        (
            Part(
                "",
                {
                    "level": "How dense her spine is",
                    "speed": "How strongly her bone answers the loss of estrogen",
                    "both": "Both: two scans tell a level and a speed",
                    "neither": "Neither of them",
                },
                _what_is_told,
                {"speed": "M79", "both": "M79", "neither": "M82", "level": "M82"},
            ),
        ),
        _told,
        _show_told,
    ),
    "one-more": Question(
        "So far she had her blood drawn. You may order one more test. Which makes the prediction "
        "of her spine in five years surest?",
        (Part("", ONE_MORE, _narrowest, dict.fromkeys(MORE, "M80")),),
        _widths,
        _show_widths,
    ),
    "tea": Question(
        "After three months of a herbal tea the CTX of another woman is lower by a fifth. Does the "
        "tea slow her loss of bone?",
        (
            Part(
                "",
                {
                    "works": "Yes: a fifth is a clear fall",
                    "unknown": "These two values cannot tell",
                    "harms": "No: it is shown that it does nothing",
                },
                _does_it_work,
                {"works": "M81", "harms": "M83", "unknown": "M81"},
            ),
        ),
        _fall,
        _show_fall,
    ),
}
