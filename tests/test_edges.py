"""Every edge of the network: its sign, its cut, its claim, its source; and no number in code."""

import ast
import inspect
from pathlib import Path

import numpy as np
import pytest

import bonelab as bl
from bonelab import healthy
from bonelab.model import network
from bonelab.parameter_table import completed, personal_factors, read_table
from tests.runs import run

FUNCTIONS = {**network.ALGEBRAIC, **network.RATES}
EDGES = {f"{row['from']} -> {row['to']}": row for row in read_table("edges.csv")}
# Given by the calendar and by who she is, not by another node.
CLOCK = {
    "time", "age", "age_at_menopause", "ageing_on", "natural_menopause", "surgical_menopause"
}  # fmt: skip
DRUGS = """progestogen testosterone_patch raloxifene tamoxifen bazedoxifene lasofoxifene
    alendronate_weekly calcium_vitamin_d anakinra etanercept anti_il6 anti_il7""".split()


# Before the final period, while the ovaries work in some months and rest in others; and after.
TRANSITION, AFTER_MENOPAUSE = -1.0, 2.1


def meant_at(edge):
    """When the sign of an edge is meant: that of nearly all does not depend on it."""
    source, end = EDGES[edge]["from"], EDGES[edge]["to"]
    if source in healthy.SERMS:
        # Beside the estradiol of a young woman any SERM only takes away: it is given later.
        return (AFTER_MENOPAUSE,)
    if source == "natural_decline" and end in ("er_alpha", "er_beta"):
        # At a given mean level: it counts how near the swing from month to month is to its end.
        return (AFTER_MENOPAUSE,)
    return TRANSITION, AFTER_MENOPAUSE


def generic_nodes(parameters, time=AFTER_MENOPAUSE):
    """Every node of a woman, hardly any of them zero, so that every edge has something to act on.

    All drugs but those on hormones are given, a little of each.
    """
    calendar = {"time": time, "age_at_menopause": 54, "ageing_on": 1, "natural_menopause": 1}
    doses = dict.fromkeys(DRUGS, 0.2) | {"lasofoxifene": 0.005, "testosterone_patch": 0.02}
    healthy_states = healthy.healthy_states(parameters)
    states = {name: 1.2 * value + 0.1 for name, value in healthy_states.items()}
    states["osteoclasts"] = 3.0
    return network.evaluate(states, {**network.INPUTS, **calendar, **doses}, parameters)


def target(edge, nodes, parameters):
    """The value of the edge's target (of a state: its rate of change)."""
    return network.call(FUNCTIONS[EDGES[edge]["to"]], nodes, parameters)


def slope(edge, nodes, parameters):
    source = EDGES[edge]["from"]
    step = 1e-5 * max(abs(nodes[source]), 1e-3)
    values = [
        target(edge, {**nodes, source: nodes[source] + sign * step}, parameters) for sign in (1, -1)
    ]
    return (values[0] - values[1]) / (2 * step)


@pytest.fixture(scope="module")
def parameters():
    return completed()


@pytest.fixture(scope="module")
def nodes(parameters):
    return generic_nodes(parameters)


@pytest.mark.parametrize("edge", EDGES)
def test_sign_is_that_of_the_function(edge, parameters):
    for time in meant_at(edge):
        found = slope(edge, generic_nodes(parameters, time), parameters)
        assert found != 0, "the edge does nothing"
        assert ("+" if found > 0 else "-") == EDGES[edge]["sign"]


@pytest.mark.parametrize("edge", EDGES)
def test_a_cut_edge_carries_nothing(edge, nodes):
    source = EDGES[edge]["from"]
    trajectory = run(bl.Estradiol(patch_ug_per_day=50, start=1, stop=2), stop=3, cut=[edge])
    assert all(np.isfinite(values).all() for values in trajectory.values())
    cut = trajectory.parameters
    before = target(edge, nodes, cut)
    for changed in (0.1, 0.7, 1.5, 4):
        after = target(edge, {**nodes, source: changed * nodes[source]}, cut)
        assert after == pytest.approx(before, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("edge", EDGES)
def test_a_cut_touches_no_other_edge(edge, nodes, parameters):
    cut = run(bl.Estradiol(patch_ug_per_day=50, start=1, stop=2), stop=3, cut=[edge]).parameters
    changed = {name for name in parameters if cut[name] != parameters[name]}
    assert changed.issuperset(EDGES[edge]["parameter"].split())
    for other in EDGES:
        takes = network.signature(FUNCTIONS[EDGES[other]["to"]])[1]
        if EDGES[other]["to"] != EDGES[edge]["to"]:
            assert changed.isdisjoint(takes), other


@pytest.mark.parametrize("edge", EDGES)
def test_edge_has_a_claim_a_reference_and_a_strength(edge, parameters):
    row = EDGES[edge]
    assert row["claim"] in {claim["id"] for claim in read_table("claims.csv")}
    assert row["reference"] in {reference["key"] for reference in read_table("references.csv")}
    for name in row["parameter"].split():
        assert parameters[name] != 0
        assert name in network.signature(FUNCTIONS[row["to"]])[1]
    assert len(row["meaning"]) > 10


def test_each_edge_has_a_strength_of_its_own():
    strengths = [name for row in EDGES.values() for name in row["parameter"].split()]
    assert len(set(strengths)) == len(strengths)
    assert len(EDGES) == len(read_table("edges.csv"))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_all_that_a_node_reads_comes_by_an_edge(name):
    reads = set(network.signature(FUNCTIONS[name])[0]) - CLOCK - {name}
    assert reads == {row["from"] for row in EDGES.values() if row["to"] == name}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_node_reads_what_the_model_knows(name, parameters):
    reads, takes = network.signature(FUNCTIONS[name])
    assert set(reads) <= {*network.INPUTS, *network.RATES, *network.ALGEBRAIC}
    assert set(takes) <= set(parameters)


def test_every_input_leads_somewhere():
    read = {node for function in FUNCTIONS.values() for node in network.signature(function)[0]}
    assert set(network.INPUTS) <= read


def test_every_parameter_is_used():
    """A row that nothing reads would look like biology and do nothing."""
    package = Path(bl.__file__).parent
    read = {name for function in FUNCTIONS.values() for name in network.signature(function)[1]}
    texts = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted(package.rglob("*.py"))
        if not path.name.startswith("generated")
    )
    # Read by the name of a node, a site, or what is measured.
    prefixes = ("hold_range_", "fracture_gradient_", "least_significant_change_")
    unused = {
        row["name"]
        for row in read_table("parameters.csv")
        if row["name"] not in read
        and row["name"] not in texts
        and not row["name"].startswith(prefixes)
    }
    # Copied to the other tissues in healthy.py.
    unused -= {f"{serm}_on_er_alpha" for serm in healthy.SERMS}
    # Multiply others, as data/cohort.csv says.
    unused -= set(personal_factors())
    assert unused <= OF_THE_CYCLE


# Numbers of the remodeling cycle that lessons quote; `test_definitions.py` checks them.
OF_THE_CYCLE = {
    "formation_phase_days",
    "bmu_lifespan_months",
    "osteoclast_nuclei_turnover_percent_per_day",
    "trabecular_share_of_skeleton",
}


# --- numbers of biology ---------------------------------------------------------------------

MODEL = Path(network.__file__).parent
# Zero and one are the arithmetic of "none" and "all" or "healthy"; of any other number the file,
# the function and the reason stand here.
ALLOWED = {
    ("arithmetic", "", 365.25): "days in a year",
    ("arithmetic", "positive_part", 2): "half of x and its absolute value",
    ("drugs", "", 0.6931471805599453): "the logarithm of two",
    ("hormones", "ageing", 10): "years in a decade",
    ("hormones", "ovariectomy", 0.5): "what a half-life leaves",
    ("hormones", "natural_decline", 3): "the smooth step 3 x^2 - 2 x^3",
    ("hormones", "natural_decline", 2): "the smooth step 3 x^2 - 2 x^3",
    ("osteoblasts", "osteoblast_precursors_rate", 2): "the middle of a phase",
    ("osteoblasts", "osteoblasts_rate", 2): "the mean age of cells is half their lifespan",
    ("osteoclasts", "osteoclasts_rate", 2): "the mean age of cells is half their lifespan",
    ("rankl", "rankl_free", 2): "the solution of a quadratic equation",
    ("rankl", "rankl_free", 4): "the solution of a quadratic equation",
    ("rankl", "rankl_free", 0.5): "the solution of a quadratic equation",
    ("readouts", "hip_fracture_risk_10y", 50): "the age to which `hip_risk_age_50` belongs",
    ("readouts", "hip_fracture_risk_10y", 10): "years in a decade",
    # Around the model
    ("clinic", "hip_fracture_risk_10y", 40): "the lowest age of the contract",
    ("clinic", "hip_fracture_risk_10y", 90): "the highest age of the contract",
    ("clinic", "hip_fracture_risk_10y", 5): "the lowest T-score of the contract",
    ("clinic", "hip_fracture_risk_10y", 3): "the highest T-score of the contract",
    ("simulation", "", 12): "months in a year",
    ("schedule", "", 1e-9): "two times that are one moment",
    ("simulation", "simulate", 5): "the default start of the contract",
    ("simulation", "simulate", 20): "the default stop of the contract",
    ("simulation", "run", 5): "the default start of the contract",
    ("simulation", "run", 20): "the default stop of the contract",
    ("solver", "", 1e-6): "relative tolerance, and a pool nearly empty",
    ("solver", "", 3e-8): "absolute tolerance",
    ("solver", "", 1e-11): "two times that are one moment",
    ("solver", "", 1e-5): "rounding below zero",
    ("solver", "", 3000): "steps of the solver",
    ("solver", "", 0.6): "share of the error allowed that the compiled method is given",
    ("trajectory", "", 2e-8): "half a second, in which no state moves",
    ("solver", "", 3.0): "how much looser the compiled method is read at few times",
}


def numbers(source, module):
    """Every number in a source, with the function in which it stands."""
    found = []

    def visit(node, function):
        if isinstance(node, ast.FunctionDef):
            function = node.name
        if isinstance(node, ast.Constant) and type(node.value) in (int, float, complex):
            found.append((module, function, node.value))
        if isinstance(node, ast.Call) and ast.unparse(node).startswith(("float('", "int('")):
            found.append((module, function, ast.unparse(node)))
        if isinstance(node, ast.BinOp) and all(
            isinstance(side, ast.Constant) for side in (node.left, node.right)
        ):
            found.append((module, function, ast.unparse(node)))
        for child in ast.iter_child_nodes(node):
            visit(child, function)

    visit(ast.parse(source), "")
    return found


def strangers(source, module):
    return [
        number
        for number in numbers(source, module)
        if number not in ALLOWED and number[2] not in (0, 1)
    ]


AROUND = "clinic course interventions schedule simulation solver trajectory".split()
FILES = [
    *(path for path in sorted(MODEL.glob("*.py")) if not path.name.startswith("generated")),
    *(MODEL.parent / f"{name}.py" for name in AROUND),
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_number_of_biology_in_code(path):
    assert strangers(path.read_text(encoding="utf-8"), path.stem) == []


def test_each_exception_is_needed():
    found = {
        number for path in FILES for number in numbers(path.read_text(encoding="utf-8"), path.stem)
    }
    assert set(ALLOWED) <= found


@pytest.mark.parametrize(
    "line",
    [
        "def tnf(t_cells): return 0.3 * t_cells",
        "def tnf(t_cells, *, strength=0.3): return strength * t_cells",
        "HALF = 1 / 3",
        "def natural_decline(x): return x ** 4",
        "def tnf(x): return x * float('0.3')",
        "LIFESPANS = {'osteoclasts': 14}",
    ],
)
def test_a_number_of_biology_is_seen(line):
    assert strangers(line, "immune")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_parameter_has_a_default(name):
    for parameter in inspect.signature(FUNCTIONS[name]).parameters.values():
        assert parameter.default is parameter.empty
