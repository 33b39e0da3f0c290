"""What holds for any woman, any mix of therapies, any cut and any hold inside its range."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bonelab as bl
from bonelab.healthy import healthy_states
from bonelab.interventions import edge_parameters, receptor_sites
from bonelab.model import generated, network
from bonelab.parameter_table import completed, hold_ranges, table
from tests.runs import run

DOSED = {
    bl.ConjugatedEstrogens: {"mg_per_day": 5},
    bl.Testosterone: {"mg_per_day": 3},
    bl.Raloxifene: {"mg_per_day": 300},
    bl.Tamoxifen: {"mg_per_day": 100},
    bl.Bazedoxifene: {"mg_per_day": 100},
    bl.Lasofoxifene: {"mg_per_day": 5},
    bl.Alendronate: {"mg_per_week": 280},
    bl.Denosumab: {"mg": 240},
    bl.Progestogen: {},
    bl.CalciumVitaminD: {},
    bl.Anakinra: {},
    bl.Etanercept: {},
    bl.AntiIL6: {},
    bl.AntiIL7: {},
}
START, STOP = -5, 20
POOLS = ("rankl_free", "rankl_rank", "rankl_opg", "rankl_denosumab")
MAY_BE_NEGATIVE = ("net_balance", "t_score_lumbar_spine", "t_score_femoral_neck")
MAY_BE_NEGATIVE += ("t_score_total_hip",)
ROUNDING = 1e-9


@st.composite
def spans(draw, earliest=START - 3.0):
    start = draw(st.floats(earliest, STOP, allow_nan=False))
    lasts = draw(st.none() | st.floats(0.01, 15))
    return {"start": start, "stop": None if lasts is None else start + lasts}


@st.composite
def therapies(draw):
    kind = draw(st.sampled_from([bl.Estradiol, bl.AromataseInhibitor, bl.GnRHAgonist, *DOSED]))
    if kind is bl.AromataseInhibitor:
        return kind(**draw(spans(earliest=0.0)))
    if kind is bl.Estradiol:
        way, most = draw(st.sampled_from([("patch_ug_per_day", 400), ("oral_mg_per_day", 8)]))
        return kind(**{way: draw(st.floats(0, most))}, **draw(spans()))
    doses = {dose: draw(st.floats(0, most)) for dose, most in DOSED.get(kind, {}).items()}
    if kind is bl.Denosumab:
        doses["every_months"] = draw(st.floats(1, 24))
    return kind(**doses, **draw(spans()))


@st.composite
def mixes(draw):
    """A patient, and up to four therapies that may be given to her."""
    patient = bl.Patient(
        menopause=draw(st.sampled_from(["natural", "surgical", None])),
        age_at_menopause=draw(st.floats(40, 60)),
        ageing=draw(st.booleans()),
    )
    mix = draw(st.lists(therapies(), max_size=4))
    if patient.menopause is None and any(isinstance(t, bl.AromataseInhibitor) for t in mix):
        mix.append(bl.GnRHAgonist(start=-1))
    return patient, mix


@st.composite
def interventions(draw):
    """Up to three cuts, and up to two other nodes held inside their range."""
    names = [*edge_parameters(), *receptor_sites(), *hold_ranges()]
    cut = draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
    nodes = draw(st.lists(st.sampled_from(list(hold_ranges())), max_size=2, unique=True))
    hold = {}
    for node in nodes:
        if node not in cut:
            hold[node] = draw(st.floats(hold_ranges()[node].low, hold_ranges()[node].high))
    return {"cut": cut, "hold": hold}


def simulate(patient, mix, **interventions):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        trajectory = bl.simulate(patient, mix, start=START, stop=STOP, **interventions)
        assert len(trajectory)
    return trajectory


def assert_sane(trajectory):
    for name, values in trajectory.items():
        assert np.isfinite(values).all(), name
        if name not in MAY_BE_NEGATIVE:
            assert values.min() >= -ROUNDING, name
    assert trajectory["hip_fracture_risk_10y"].max() <= 1


@settings(max_examples=200, deadline=None, derandomize=True)
@given(mixes())
def test_any_mix_of_therapies_is_safe(mix):
    assert_sane(simulate(*mix))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(mixes(), interventions())
def test_any_cut_and_hold_is_safe(mix, intervention):
    trajectory = simulate(*mix, **intervention)
    assert_sane(trajectory)
    for node, value in intervention["hold"].items():
        assert (trajectory[node] == value).all()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(mixes(), interventions())
def test_pools_of_rankl_add_up(mix, intervention):
    """Unless a hold or a cut takes a pool, or what binds it, out of the sum."""
    touched = " ".join([*intervention["cut"], *intervention["hold"]])
    if any(name in touched for name in ("rankl", "opg", "denosumab")):
        intervention = {}
    trajectory = simulate(*mix, **intervention)
    total = sum(trajectory[pool] for pool in POOLS)
    assert np.allclose(total, trajectory["rankl"], rtol=1e-3, atol=1e-3)


# --- monotone where a claim says so ---------------------------------------------------------

DOSE_PAIRS = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)


def resorption(**hold):
    """Resorption in a healthy woman in whom nodes have long been held."""
    return run(menopause=None, ageing=False, hold=hold, stop=1).at(1)["resorption"]


def assert_not_above(lower, higher):
    assert lower <= higher * (1 + 1e-5)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(DOSE_PAIRS)
def test_more_free_rankl_more_resorption(shares):
    low, high = (0.01 + 3 * share for share in shares)
    assert_not_above(resorption(rankl_free=low), resorption(rankl_free=high))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(DOSE_PAIRS)
def test_more_rankl_production_more_resorption(shares):
    low, high = (0.1 + 5 * share for share in shares)
    assert_not_above(resorption(rankl_production=low), resorption(rankl_production=high))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(DOSE_PAIRS)
def test_more_opg_less_resorption(shares):
    low, high = (0.1 + 5 * share for share in shares)
    assert_not_above(resorption(opg=high), resorption(opg=low))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(DOSE_PAIRS, st.sampled_from([bl.Estradiol, bl.ConjugatedEstrogens]))
def test_more_estrogen_less_resorption_and_more_bone(shares, kind):
    dose, most = ("patch_ug_per_day", 200) if kind is bl.Estradiol else ("mg_per_day", 2)
    low, high = (run(kind(start=2, **{dose: most * share}), stop=5) for share in shares)
    assert_not_above(high.at(2.5)["resorption"], low.at(2.5)["resorption"])
    for site in ("bmd_lumbar_spine", "bmd_femoral_neck", "bmd_total_hip"):
        assert_not_above(low.at(5)[site], high.at(5)[site])


@settings(max_examples=30, deadline=None, derandomize=True)
@given(DOSE_PAIRS, st.sampled_from([bl.Alendronate, bl.Denosumab]))
def test_more_of_an_antiresorptive_less_resorption(shares, kind):
    dose, most = ("mg_per_week", 140) if kind is bl.Alendronate else ("mg", 120)
    low, high = (run(kind(start=2, **{dose: most * share}), stop=5) for share in shares)
    assert_not_above(high.at(2.4)["resorption"], low.at(2.4)["resorption"])


# --- the steady state -----------------------------------------------------------------------


def assert_still(trajectory):
    for name, values in trajectory.items():
        assert np.abs(values - values[0]).max() <= 1e-9 * max(abs(values[0]), 1), name


@pytest.mark.parametrize("age", [30, 40, 51, 60, 65])
def test_with_nothing_changed_nothing_moves_for_thirty_years(age):
    still = run(menopause=None, ageing=False, age=age, start=-5, stop=25)
    assert_still(still)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1))
def test_health_is_steady_with_any_parameters(seed):
    parameters = any_parameters(seed)
    completed_parameters = completed(parameters)
    inputs = {**network.INPUTS, "age_at_menopause": 51.0}
    nodes = network.evaluate(healthy_states(completed_parameters), inputs, completed_parameters)
    for name, rate in network.rates(nodes, completed_parameters).items():
        assert rate == pytest.approx(0, abs=1e-9), name
    still = bl.simulate(bl.Patient(menopause=None, ageing=False), parameters=parameters, stop=25)
    assert_still(still)


# --- the generated derivative ---------------------------------------------------------------


def any_parameters(seed):
    """Every parameter somewhere inside its range."""
    random = np.random.default_rng(seed)
    values = {
        row.name: random.uniform(row.low, row.high)
        for row in table().values()
        if not row.name.startswith(("hold_range_", "er_alpha_in_", "er_beta_in_"))
    }
    # What is not free when all others are: the pools of RANKL are shares of one.
    values["rankl_rank_healthy"] = min(
        values["rankl_rank_healthy"], 0.9 - values["rankl_free_healthy"]
    )
    return values


def any_moment(seed):
    """Random states, inputs and parameters; every state above zero, every drug given or not."""
    random = np.random.default_rng(seed)
    states = random.uniform(0.05, 2.5, len(network.RATES))
    most = {
        "time": 20,
        "patch_estradiol": 100,
        "oral_estradiol": 2,
        "raloxifene": 60,
        "tamoxifen": 20,
        "bazedoxifene": 20,
        "alendronate_weekly": 70,
    }
    inputs = {
        name: random.uniform(0, most.get(name, 1)) * random.integers(0, 2)
        for name in network.INPUTS
    }
    inputs |= {"age_at_menopause": 51.0, "time": random.uniform(-5, 20)}
    parameters = completed(any_parameters(seed) if seed % 2 else None)
    return states, inputs, parameters


@pytest.mark.parametrize("seed", range(100))
def test_jacobian_is_that_of_the_derivative(seed):
    states, inputs, parameters = any_moment(seed)
    derivative, jacobian = generated.build(parameters, inputs, {})
    found = np.array(jacobian(states, inputs["time"]))
    expected = np.empty_like(found)
    for column, value in enumerate(states):
        step = 1e-5 * value
        sides = []
        for sign in (1, -1):
            moved = states.copy()
            moved[column] += sign * step
            sides.append(np.array(derivative(moved, inputs["time"])))
        expected[:, column] = (sides[0] - sides[1]) / (2 * step)
    # The error of a difference is in proportion to the rate it is taken of.
    rates = np.abs(derivative(states, inputs["time"]))
    size = np.abs(expected) + rates[:, None] / states + 1
    assert (np.abs(found - expected) <= 1e-6 * size).all()


@pytest.mark.parametrize("seed", range(100))
@pytest.mark.parametrize("holding", [False, True])
def test_flat_derivative_is_the_network(seed, holding):
    states, inputs, parameters = any_moment(seed)
    hold = {}
    if holding:
        random = np.random.default_rng(seed)
        for node in random.choice(list(hold_ranges()), 3, replace=False):
            hold[str(node)] = random.uniform(hold_ranges()[node].low, hold_ranges()[node].high)
    derivative, jacobian = generated.build(parameters, inputs, hold)
    assert (jacobian is None) == holding
    nodes = network.evaluate(
        dict(zip(network.RATES, states.tolist(), strict=True)), inputs, parameters, hold
    )
    expected = list(network.rates(nodes, parameters).values())
    assert derivative(states, inputs["time"]) == pytest.approx(expected, rel=1e-9, abs=1e-9)
