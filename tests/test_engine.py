"""The compiled engine: the method against known solutions, its runs against plain Python's."""

import subprocess
import sys

import numpy as np
import pytest

import bonelab as bl
from bonelab import engine_fast, rosenbrock, solver
from bonelab.cohort_years import SERIES, series_at
from bonelab.model import generated, generated_arrays, network
from bonelab.simulation import run, states_at
from bonelab.solver import Solver

from .test_properties import any_moment

# --- the method -----------------------------------------------------------------------------


def rates_of_test_problem(stiffness, y, t, rates):
    """Solved by y = (cos t, exp -t): not linear, not autonomous, as stiff as one likes."""
    rates[0] = -stiffness * (y[0] - np.cos(t)) - np.sin(t) + (y[1] - np.exp(-t)) * y[0]
    rates[1] = -(y[1] ** 2) * np.exp(t)


def slopes_of_test_problem(stiffness, y, t, slopes):
    slopes[0] = y[1] - np.exp(-t) - stiffness, y[0]
    slopes[1, 1] = -2 * y[1] * np.exp(t)


def solved(stiffness, times, relative=1e9, absolute=1e9, longest=1.0, stops=None, most=100_000):
    """Return the numerical solution of the test problem, and its error at each time."""
    integrate = rosenbrock.solver(rates_of_test_problem, slopes_of_test_problem)
    states = np.full((len(times), 2), np.nan)
    stops = times[-1:] if stops is None else np.array(stops)
    start = np.array([1.0, 1.0])
    reached = integrate(stiffness, start, times, stops, relative, absolute, longest, most, states)
    exact = np.stack([np.cos(times), np.exp(-times)], axis=-1)
    return reached, np.abs(states - exact).max(axis=1)


def orders(errors):
    return np.log2(np.array(errors[:-1]) / np.array(errors[1:]))


def test_method_is_of_order_five():
    # Any error is allowed, so that every step is the longest.
    errors = [solved(2.0, np.array([0.0, 2.0]), longest=h)[1][-1] for h in (0.2, 0.1, 0.05)]
    assert orders(errors) == pytest.approx(5, abs=0.2)


def test_solution_within_a_step_is_of_order_four():
    # More times than steps, so that all parts of a step are seen.
    times = np.linspace(0, 2, 301)
    errors = [solved(2.0, times, longest=h)[1].max() for h in (0.4, 0.2, 0.1, 0.05)]
    assert (orders(errors) >= 4).all()


@pytest.mark.parametrize("stiffness", [1.0, 1e3, 1e6])
@pytest.mark.parametrize("tolerance", [1e-4, 1e-6, 1e-8])
def test_error_follows_the_tolerance(stiffness, tolerance):
    times = np.linspace(0, 5, 40)
    reached, errors = solved(stiffness, times, tolerance, tolerance)
    assert reached == len(times)
    assert errors.max() <= 20 * tolerance
    # And the work grows with it: a looser tolerance is not solved as exactly.
    assert solved(stiffness, times, 100 * tolerance, 100 * tolerance)[1].max() > errors.max()


def test_a_step_ends_at_every_stop():
    """A jump of the slope that steps end at costs nothing; stepped across, it costs accuracy."""
    corner = 0.777

    def rates(k, y, t, out):
        out[0] = -y[0] + 3 * abs(t - corner)

    def slopes(k, y, t, out):
        out[0, 0] = -1.0

    def error(stops):
        times, states = np.array([0.0, 2.0]), np.empty((2, 1))
        integrate = rosenbrock.solver(rates, slopes)
        start = np.array([1.0])
        integrate(None, start, times, np.array(stops), 1e9, 1e9, 0.5, 1000, states)
        after = 2 - corner
        # By parts: y' = -y + 3|t - c| on both sides of the corner.
        at_corner = (1 - 3 * (corner + 1)) * np.exp(-corner) + 3
        exact = (at_corner + 3) * np.exp(-after) + 3 * (after - 1)
        return abs(states[-1, 0] - exact)

    assert error([corner, 2.0]) < 1e-6 < 1e-4 < error([2.0])


def test_too_many_steps_are_reported():
    times = np.linspace(0, 5, 40)
    reached, errors = solved(1.0, times, 1e-8, 1e-8, most=10)
    assert 0 < reached < len(times)
    assert np.isfinite(errors[:reached]).all() and np.isnan(errors[reached:]).all()


def test_a_derivative_that_is_not_a_number_is_reported():
    def nothing(k, y, t, out):
        out[:] = np.nan

    states = np.empty((2, 1))
    integrate = rosenbrock.solver(nothing, nothing)
    times = np.array([0.0, 1.0])
    with np.errstate(over="ignore"):
        reached = integrate(None, np.array([1.0]), times, times[1:], 1e-6, 1e-6, 1.0, 1000, states)
    assert reached == 1


# --- what it solves -------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_derivative_of_arrays_is_the_derivative_that_runs(seed):
    states, inputs, parameters = any_moment(seed)
    derivative, jacobian = generated.build(parameters, inputs, {})
    constants = np.array(generated.constants(parameters, inputs))
    rates, slopes = np.zeros(len(states)), np.zeros((len(states), len(states)))
    # Back and forth: what belongs to one time must not serve for another.
    for time in (inputs["time"], inputs["time"] + 1, inputs["time"]):
        generated_arrays.derivative(constants, states, time, rates)
        generated_arrays.jacobian(constants, states, time, slopes)
        expected = generated.build(parameters, inputs, {})[0](states, time)
        assert rates == pytest.approx(np.array(expected), rel=1e-12)
        assert derivative(states, time) == expected
        assert slopes == pytest.approx(np.array(jacobian(states, time)), rel=1e-12)


def test_generated_files_are_fresh():
    command = [sys.executable, "scripts/generate.py", "--check"]
    finished = subprocess.run(command, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stdout + finished.stderr


# --- its runs -------------------------------------------------------------------------------

P = bl.Patient
RUNS = {
    "natural menopause": (P(), [], {}),
    "early menopause": (P(age_at_menopause=38), [], {}),
    "no menopause": (P(menopause=None), [], {}),
    "no menopause, no ageing": (P(menopause=None, ageing=False), [], {}),
    "surgery": (P(menopause="surgical", age_at_menopause=44), [], {}),
    "estradiol": (P(), [bl.Estradiol(patch_ug_per_day=50, start=0.5, stop=4.3)], {}),
    "tablets and progestogen": (
        P(),
        [bl.Estradiol(oral_mg_per_day=1, start=1), bl.Progestogen(start=1)],
        {},
    ),
    "conjugated estrogens, bazedoxifene": (
        P(),
        [bl.ConjugatedEstrogens(start=-1), bl.Bazedoxifene(start=-1)],
        {},
    ),
    "testosterone": (P(menopause="surgical"), [bl.Testosterone(start=0.1)], {}),
    "aromatase inhibitor": (P(), [bl.AromataseInhibitor(start=3, stop=8)], {}),
    "silenced ovaries": (
        P(),
        [bl.GnRHAgonist(start=-5, stop=0), bl.AromataseInhibitor(start=-4, stop=-1)],
        {},
    ),
    "SERMs in turn": (
        P(),
        [bl.Raloxifene(start=1, stop=3), bl.Tamoxifen(start=3, stop=5), bl.Lasofoxifene(start=5)],
        {},
    ),
    "denosumab stopped": (P(), [bl.Denosumab(start=2, stop=5)], {}),
    "denosumab, then alendronate": (
        P(),
        [bl.Denosumab(start=2, stop=4), bl.Alendronate(start=4, stop=7), bl.CalciumVitaminD()],
        {},
    ),
    "immune blockers": (
        P(),
        [bl.Anakinra(start=1), bl.Etanercept(start=1, stop=6), bl.AntiIL6(), bl.AntiIL7(start=2)],
        {},
    ),
    "edges cut": (P(), [bl.Raloxifene(start=3)], {"cut": ["t_cells -> tnf", "tnf -> il1"]}),
    "a receptor knocked out": (P(), [], {"cut": ["er_alpha@osteoclasts"]}),
    "a node knocked out": (P(), [], {"cut": ["il6"]}),
    "a node held": (P(), [bl.Denosumab(start=2, stop=3)], {"hold": {"il7": 2.0}}),
    "other parameters": (
        P(),
        [bl.Alendronate(start=1, stop=3)],
        {"parameters": {"ctx_healthy": 0.3, "estradiol_ovarian": 80}},
    ),
}


def scales(trajectory):
    return {name: max(np.abs(values).max(), 1e-3) for name, values in trajectory.items()}


@pytest.mark.parametrize("name", RUNS)
def test_both_engines_tell_the_same(name):
    """Each against a tight reference, every series relative to its largest value."""
    patient, therapies, options = RUNS[name]
    span = {"start": -6, "stop": 15, **options}
    exact = run(patient, therapies, solver=Solver("plain", 1e-10, 1e-12), **span)
    scale = scales(exact)
    for engine, allowed in (("plain", 3e-5), ("fast", 2e-5)):
        trajectory = bl.simulate(patient, therapies, engine=engine, **span)
        assert (trajectory.time == exact.time).all()
        for series, values in trajectory.items():
            error = np.abs(values - exact[series]).max() / scale[series]
            assert error <= allowed, (engine, series)


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("engine", ["plain", "fast"])
def test_states_at_a_few_times_are_those_of_the_run(name, engine):
    patient, therapies, options = RUNS[name]
    times = [-6, -2, -0.3, 2, 2.5, 4, 7.123, 15]
    states = states_at(patient, therapies, times, engine=engine, **options)
    trajectory = bl.simulate(patient, therapies, start=-6, stop=15, engine=engine, **options)
    assert states.shape == (len(times), len(network.RATES))
    held = trajectory.hold
    for time, row in zip(times, states, strict=True):
        moment = trajectory.at(time)
        for state, value in zip(network.RATES, row, strict=True):
            # What is held stays in the series, whatever the state below it does.
            if state in moment and state not in held:
                assert value == pytest.approx(moment[state], rel=3e-5, abs=3e-5)


WOMEN = [name for name, (*_, options) in RUNS.items() if not {"cut", "hold"} & options.keys()]


@pytest.mark.parametrize("name", WOMEN)
def test_the_looser_solver_of_a_cohort_is_exact_enough_in_its_readouts(name):
    patient, therapies, options = RUNS[name]
    own = options.get("parameters", {})
    times = list(range(-5, 16))
    found = series_at(patient, own, therapies, times, "fast")
    span = {"start": -6, "stop": 15, "parameters": own}
    exact = run(patient, therapies, **span, solver=Solver("plain", 1e-10, 1e-12))
    for place, series in enumerate(SERIES):
        expected = [exact.at(time)[series] for time in times]
        worst = np.abs(found[:, place] - expected).max()
        assert worst <= 1e-5 * max(np.abs(expected).max(), 1e-3), series


@pytest.mark.parametrize("engine", ["plain", "fast"])
def test_states_at_need_no_more_than_one_time(engine):
    alone = states_at(None, [], [3.3], engine=engine)
    assert alone == pytest.approx(states_at(None, [], [-5, 3.3, 9], engine=engine)[1:2], rel=3e-5)
    # At the age at which each run begins she is healthy.
    first = states_at(bl.Patient(age_at_menopause=50), [], [-25.0], engine=engine)
    assert first[0, list(network.RATES).index("osteoclasts")] == 1


@pytest.mark.parametrize(
    ("times", "message"),
    [
        ([], "times"),
        ([1, 1], "each after the last"),
        ([2, 1], "each after the last"),
        ([-90, 1], "times=-90"),
        ([0, 1e9], "times="),
        ([0, float("nan")], "times=nan"),
        ([0, float("nan"), 2], "each after the last"),
        (["a"], "times='a'"),
    ],
)
def test_times_that_are_not_allowed(times, message):
    with pytest.raises(ValueError, match=message):
        states_at(None, [], times)


def test_a_tighter_solver_is_closer_to_the_truth():
    exact = run(solver=Solver("plain", 1e-11, 1e-13))["net_balance"]
    for engine in ("plain", "fast"):
        errors = [
            np.abs(run(solver=Solver(engine, r, r / 30))["net_balance"] - exact).max()
            for r in (1e-4, 1e-6, 1e-8)
        ]
        assert errors[0] > 3 * errors[1] > 9 * errors[2], engine


# --- how it is chosen -----------------------------------------------------------------------


def test_engine_that_is_unknown():
    with pytest.raises(ValueError, match="engine='quick'.*'plain', 'fast'"):
        bl.simulate(engine="quick")


def test_without_numba_the_error_says_what_to_install(monkeypatch):
    solver._fast.cache_clear()
    monkeypatch.delitem(sys.modules, "bonelab.engine_fast")
    monkeypatch.delattr(bl, "engine_fast")
    monkeypatch.setitem(sys.modules, "numba", None)
    with pytest.raises(ImportError, match=r'numba.*pip install "bonelab\[fast\]"'):
        bl.simulate(engine="fast")
    assert bl.simulate(stop=-4)["ctx"].size


def test_plain_runs_load_no_compiler():
    code = "import sys, bonelab as bl; bl.simulate(); sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_second_process_compiles_nothing():
    engine_fast._compiled()
    code = (
        "import bonelab as bl; from bonelab import engine_fast; bl.simulate(engine='fast');"
        "print(sum(engine_fast._compiled().stats.cache_hits.values()))"
    )
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert finished.stdout.strip() == "1" and "compiles" not in finished.stderr


def test_where_the_fast_engine_fails_the_plain_one_goes_on(monkeypatch):
    expected = bl.simulate(stop=5)
    monkeypatch.setattr(engine_fast, "_compiled", lambda: lambda *arguments: 1)
    went_on = bl.simulate(stop=5, engine="fast")
    assert (went_on["bmd_total_hip"] == expected["bmd_total_hip"]).all()
