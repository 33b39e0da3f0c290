"""The rows of kind `definition` in `bonelab/data/clinical_targets.csv`: data the package holds."""

import numpy as np
import pytest

import bonelab as bl
from bonelab.parameter_table import default_parameters, read_table, table
from tests.runs import run

ROWS = {row["id"]: row for row in read_table("clinical_targets.csv") if row["kind"] == "definition"}
# The target's unit, and that of the package where it is another, with the factor between them.
FACTORS = {
    ("yr", "years"): 1,
    ("d", "days"): 1,
    ("mo", "months"): 1,
    ("/yr", "1/year"): 1,
    ("%/yr", "1/year"): 100,
    ("%/d", "%/day"): 1,
    ("RR", "1"): 1,
    ("ng/mL", "ug/L"): 1,  # a millionth of a gram in a litre, said in two ways
}
PARAMETERS = {
    "T001": "estradiol_decline_begins",
    "T003": "estradiol_stable_low",
    "T069": "bmd_femoral_neck_young_adult",
    "T070": "bmd_total_hip_young_adult",
    "T071": "bmd_lumbar_spine_young_adult",
    "T083": "ctx_healthy",
    "T084": "p1np_healthy",
    "T093": "activation_frequency_healthy",
    "T435": "fracture_gradient_any",
    "T436": "fracture_gradient_vertebral",
    "T437": "fracture_gradient_hip",
    "T476": "osteoclast_lifespan_days",
    "T477": "osteoblast_lifespan_days",
    "T478": "bmu_lifespan_months",
    "T479": "turnover_trabecular",
    "T480": "turnover_cortical",
    "T482": "resorption_phase_days",
    "T483": "formation_phase_days",
    "T484": "osteoclast_nuclei_turnover_percent_per_day",
}
FRAX = {
    "T440": (50, 0),
    "T441": (50, -1),
    "T442": (50, -2),
    "T443": (50, -3),
    "T448": (70, 0),
    "T449": (70, -1),
    "T450": (70, -2),
    "T451": (70, -3),
}
# Answered by a run, or by several rows of the parameter table.
OTHERS = {"T002", "T009", "T438", "T481"}
SERIES = {
    "T009": "estradiol",
    "T069": "bmd_femoral_neck",
    "T070": "bmd_total_hip",
    "T071": "bmd_lumbar_spine",
    "T083": "ctx",
    "T084": "p1np",
    "T093": "activation_frequency",
}


def assert_accepted(target, answer):
    row = ROWS[target]
    assert float(row["accept_low"]) <= answer <= float(row["accept_high"]), (target, answer)


def test_every_row_of_kind_definition_is_tested():
    assert {*PARAMETERS, *FRAX, *OTHERS} == set(ROWS)


@pytest.mark.parametrize(("target", "name"), PARAMETERS.items(), ids=PARAMETERS)
def test_the_parameter_lies_in_the_interval(target, name):
    row, unit = table()[name], ROWS[target]["unit"]
    factor = 1 if row.unit == unit else FACTORS[unit, row.unit]
    assert_accepted(target, factor * row.value)


@pytest.mark.parametrize(("target", "name"), PARAMETERS.items(), ids=PARAMETERS)
def test_the_parameter_is_measured_and_may_not_leave_the_interval(target, name):
    row, unit = table()[name], ROWS[target]["unit"]
    factor = 1 if row.unit == unit else FACTORS[unit, row.unit]
    assert row.kind == "measured"
    # The range may be rounded, not wider than the interval by more than that.
    low, high = float(ROWS[target]["accept_low"]), float(ROWS[target]["accept_high"])
    rounding = 0.05 * (high - low)
    assert low - rounding <= factor * row.low < factor * row.high <= high + rounding


@pytest.mark.parametrize(("target", "series"), SERIES.items(), ids=SERIES)
def test_the_healthy_run_shows_the_value(target, series):
    assert_accepted(target, run(menopause=None, ageing=False).at(0)[series])


def test_T002_estradiol_falls_fastest_at_the_final_period():
    times = np.arange(-4, 4, 0.02)
    estradiol = np.array([run().at(t)["estradiol"] for t in times])
    assert_accepted("T002", times[np.argmin(np.gradient(estradiol, times))])


def test_T001_T003_estradiol_is_level_outside_its_decline():
    p, natural = default_parameters(), run()
    level = natural.at(-5)["estradiol"], natural.at(10)["estradiol"]
    begins, ends = p["estradiol_decline_begins"], p["estradiol_stable_low"]
    assert natural.at(begins)["estradiol"] == pytest.approx(level[0], abs=1e-6)
    assert natural.at(begins + 0.3)["estradiol"] < level[0] - 0.5
    assert natural.at(ends - 0.3)["estradiol"] > level[1] + 0.5
    assert natural.at(ends)["estradiol"] == pytest.approx(level[1], abs=1e-6)


@pytest.mark.parametrize(
    ("site", "sd"), [("femoral_neck", 0.120), ("total_hip", 0.122), ("lumbar_spine", 0.110)]
)
def test_T069_T070_T071_standard_deviations_are_those_of_the_source(site, sd):
    source = {"femoral_neck": "T069", "total_hip": "T070", "lumbar_spine": "T071"}[site]
    assert f"SD {sd:.3f}" in ROWS[source]["source"]
    assert default_parameters()[f"bmd_{site}_sd"] == sd


def test_T481_the_whole_skeleton_turns_over_about_a_tenth_a_year():
    p = default_parameters()
    trabecular = p["trabecular_share_of_skeleton"]
    turnover = trabecular * p["turnover_trabecular"] + (1 - trabecular) * p["turnover_cortical"]
    assert_accepted("T481", 100 * turnover)


def test_the_formation_phase_is_that_of_the_cycle():
    """The parts of the cycle fit into the life of a basic multicellular unit."""
    p = default_parameters()
    days = p["resorption_phase_days"] + p["reversal_phase_days"] + p["formation_phase_days"]
    assert days <= p["bmu_lifespan_months"] * 365.25 / 12
    assert p["osteoclast_lifespan_days"] <= p["resorption_phase_days"]
    assert p["osteoblast_lifespan_days"] <= p["formation_phase_days"]


def test_T438_hip_fracture_gradient_at_65():
    one_sd = bl.hip_fracture_risk_10y(65, -1) / bl.hip_fracture_risk_10y(65, 0)
    assert_accepted("T438", one_sd)


@pytest.mark.parametrize(("target", "woman"), FRAX.items(), ids=FRAX)
def test_ten_year_hip_fracture_risk(target, woman):
    age, t_score = woman
    row = ROWS[target]
    assert f"age {age}" in row["population_or_arm"] and row["time"] == f"FN T-score {t_score}"
    assert row["unit"] == "%"
    assert_accepted(target, 100 * bl.hip_fracture_risk_10y(age=age, t_score=t_score))
