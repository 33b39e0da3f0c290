"""A run that shares its past with another: the same numbers, without solving them again."""

import numpy as np
import pytest

import bonelab as bl
from bonelab import simulation
from bonelab.model import network
from bonelab.simulation import run
from bonelab.solver import Solver

SPAN = {"start": -10, "stop": 20}
PATCH = bl.Estradiol(patch_ug_per_day=50, start=5, stop=9.1)
DEPOT = list(network.RATES).index("denosumab_depot")


def simulated(therapies, past=None, stop=20, **more):
    return run(None, therapies, start=-10, stop=stop, solver=Solver(), past=past, **more)


@pytest.fixture
def solved(monkeypatch):
    """The beginning of every span that is solved."""
    begun, advance = [], simulation.advance

    def noted(segment, *rest):
        begun.append(segment.start)
        return advance(segment, *rest)

    monkeypatch.setattr(simulation, "advance", noted)
    return begun


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], [PATCH]),
        ([PATCH], [PATCH, bl.Anakinra(start=9.1)]),
        ([bl.CalciumVitaminD(start=5)], [PATCH, bl.CalciumVitaminD(start=5)]),
        ([bl.Denosumab(start=2, stop=8)], [bl.Denosumab(start=2, stop=8), PATCH]),
        ([bl.Denosumab(start=5, stop=8)], [PATCH, bl.Denosumab(start=5, stop=8)]),
        ([bl.Denosumab(start=5, stop=8)], [PATCH]),
        ([bl.Denosumab(start=2)], [bl.Denosumab(start=2), bl.Alendronate(start=8)]),
    ],
)
def test_a_run_with_a_past_is_the_run_without_it(before, after):
    alone, branched = simulated(after), simulated(after, simulated(before))
    assert (branched.time == alone.time).all()
    for name in alone:
        difference = np.abs(branched[name] - alone[name]).max()
        assert difference <= 3e-5 * np.abs(alone[name]).max(), name


def test_only_what_is_new_is_solved(solved):
    past = simulated([])
    del solved[:]
    simulated([PATCH], past)
    assert min(solved) == 5


@pytest.mark.parametrize(
    "other",
    [
        {"parameters": {"estradiol_skeletal": 0.4}},
        {"hold": {"tnf": 1.5}},
        {"cut": ["t_cells -> tnf"]},
    ],
)
def test_the_past_of_another_model_does_not_count(other, solved):
    past = simulated([])
    del solved[:]
    simulated([PATCH], past, **other)
    assert min(solved) < -2


def test_the_past_of_a_coarser_solver_does_not_count():
    past = run(None, [], **SPAN, solver=Solver("plain", 1e-3, 1e-3))
    exact = simulated([PATCH])
    assert simulated([PATCH], past)["ctx"] == pytest.approx(exact["ctx"], rel=1e-12)


def test_a_past_that_ends_too_soon_is_used_as_far_as_it_goes():
    alone = simulated([PATCH])
    assert simulated([PATCH], simulated([], stop=3))["ctx"] == pytest.approx(
        alone["ctx"], rel=1e-12
    )
    branched = simulated([PATCH], simulated([], stop=6))
    assert branched["ctx"] == pytest.approx(alone["ctx"], rel=3e-5)


def test_the_moment_before_a_switch_is_read_without_the_switch():
    course = simulated([bl.Denosumab(start=5), PATCH])
    before, after = course.at(5 - 1e-8), course.at(5)
    assert before["estradiol"] < 20 < 30 < after["estradiol"]
    assert course.state_at(5 - 1e-8)[DEPOT] < 1e-6 < 50 < course.state_at(5)[DEPOT]
    # And solved where no output is near.
    assert course.at(5.04)["ctx"] < course.at(5.02)["ctx"] < before["ctx"]
