"""The public interface: names, defaults, units and meaning, as the course relies on them."""

import copy
import inspect
import pickle

import numpy as np
import pytest

import bonelab as bl
from bonelab.parameter_table import hold_ranges
from tests.runs import run

RELATIVE = """er_alpha er_beta signal_bone signal_breast signal_uterus rankl_production
    opg_production rankl opg rankl_opg_ratio rank_occupancy t_cells tnf il1 il6 il7 sclerostin
    osteoclasts osteoblasts osteocytes osteoclast_differentiation osteoclast_apoptosis
    osteoblast_apoptosis resorption_per_osteoclast resorption formation bone_volume_trabecular
    bone_volume_cortical endometrial_index breast_index""".split()
# Healthy values in the clinic's units: the lowest and highest that could be meant.
WITH_A_UNIT = {
    "estradiol": (60, 150),
    "activation_frequency": (0.05, 0.5),
    "bmd_lumbar_spine": (0.9, 1.2),
    "bmd_femoral_neck": (0.7, 1.0),
    "bmd_total_hip": (0.8, 1.1),
    "ctx": (0.1, 0.8),
    "p1np": (17, 84),
}
ZERO = ("net_balance", "t_score_lumbar_spine", "t_score_femoral_neck", "t_score_total_hip")
POOLS = ("rankl_free", "rankl_rank", "rankl_opg")
OTHERS = (*POOLS, "hip_fracture_risk_10y")
SERIES = (*RELATIVE, *WITH_A_UNIT, *ZERO, *OTHERS)

DEFAULTS = {
    bl.ConjugatedEstrogens: {"mg_per_day": 0.625},
    bl.Testosterone: {"mg_per_day": 0.3},
    bl.Raloxifene: {"mg_per_day": 60},
    bl.Tamoxifen: {"mg_per_day": 20},
    bl.Bazedoxifene: {"mg_per_day": 20},
    bl.Lasofoxifene: {"mg_per_day": 0.5},
    bl.Denosumab: {"mg": 60, "every_months": 6},
    bl.Alendronate: {"mg_per_week": 70},
    bl.Progestogen: {},
    bl.AromataseInhibitor: {},
    bl.GnRHAgonist: {},
    bl.CalciumVitaminD: {},
    bl.Anakinra: {},
    bl.Etanercept: {},
    bl.AntiIL6: {},
    bl.AntiIL7: {},
}
ZERO_DOSES = [
    bl.Estradiol(patch_ug_per_day=0, start=1),
    bl.Estradiol(oral_mg_per_day=0, start=1),
    *(
        kind(start=1, **{dose: 0 for dose in doses if dose != "every_months"})
        for kind, doses in DEFAULTS.items()
        if doses
    ),
]
# What each therapy moves, at the moment it starts (or soon after it, for what is absorbed slowly).
MOVES = {
    bl.Estradiol(patch_ug_per_day=50, start=1): "estradiol",
    bl.Estradiol(oral_mg_per_day=1, start=1): "estradiol",
    bl.ConjugatedEstrogens(start=1): "er_alpha",
    bl.Progestogen(start=1): "endometrial_index",
    bl.Testosterone(start=1): "testosterone",
    bl.AromataseInhibitor(start=1): "aromatase",
    bl.GnRHAgonist(start=1): "ovarian_function",
    bl.Raloxifene(start=1): "signal_breast",
    bl.Tamoxifen(start=1): "signal_breast",
    bl.Bazedoxifene(start=1): "signal_breast",
    bl.Lasofoxifene(start=1): "signal_breast",
    bl.Denosumab(start=1): "denosumab_depot",
    bl.Alendronate(start=1): "alendronate_weekly",
    bl.CalciumVitaminD(start=1): "calcium_vitamin_d",
    bl.Anakinra(start=1): "il1",
    bl.Etanercept(start=1): "tnf",
    bl.AntiIL6(start=1): "il6",
    bl.AntiIL7(start=1): "il7",
}
PATCH = bl.Estradiol(patch_ug_per_day=50, start=1, stop=6)


def same(one, other, tolerance=5e-5):
    """Whether two sets of series agree, relative to their size (or to one where it is small)."""
    assert set(one) == set(other)
    for name in one:
        assert one[name] == pytest.approx(other[name], rel=tolerance, abs=tolerance), name


def moments(trajectory, times):
    """The series of a run at some of its own times."""
    places = [int(np.argmin(abs(trajectory.time - t))) for t in times]
    assert np.allclose(trajectory.time[places], times, atol=1e-8)
    return {name: trajectory[name][places] for name in trajectory}


def defaults(function):
    parameters = inspect.signature(function).parameters.values()
    return {p.name: p.default for p in parameters if p.default is not p.empty}


# --- names and defaults ---------------------------------------------------------------------


def test_patient_defaults():
    assert bl.Patient() == bl.Patient(menopause="natural", age_at_menopause=51, ageing=True)
    assert bl.Patient("surgical", 45, False) == bl.Patient(
        menopause="surgical", age_at_menopause=45, ageing=False
    )


def test_simulate_defaults():
    assert bl.simulate().time[[0, -1]].tolist() == [-5, 20]
    same(bl.simulate(), run(menopause="natural", age=51, ageing=True, start=-5, stop=20), 0)
    kinds = inspect.signature(bl.simulate).parameters
    assert all(
        kinds[name].kind is inspect.Parameter.KEYWORD_ONLY
        for name in ("start", "stop", "cut", "hold")
    )


@pytest.mark.parametrize("kind", DEFAULTS, ids=lambda kind: kind.__name__)
def test_therapy_defaults(kind):
    assert defaults(kind) == {"start": 0, "stop": None, **DEFAULTS[kind]}
    therapy = kind()
    assert {name: getattr(therapy, name) for name in DEFAULTS[kind]} == DEFAULTS[kind]


def test_estradiol_has_two_ways():
    assert defaults(bl.Estradiol).keys() == {
        "start", "stop", "patch_ug_per_day", "oral_mg_per_day"
    }  # fmt: skip


@pytest.mark.parametrize("kind", [*DEFAULTS, bl.Estradiol], ids=lambda kind: kind.__name__)
def test_therapies_are_value_objects_with_keywords_only(kind):
    given = {"patch_ug_per_day": 50} if kind is bl.Estradiol else {}
    assert kind(start=1, **given) == kind(start=1, **given) != kind(start=2, **given)
    assert hash(kind(start=1, **given)) == hash(kind(start=1, **given))
    with pytest.raises(AttributeError):
        kind(**given).start = 3
    for parameter in inspect.signature(kind).parameters.values():
        assert parameter.kind is parameter.KEYWORD_ONLY


# --- time -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "stop", "switch"), [(-5, 20, 0.3), (-5, 20, 0), (0.1, 3.33, 1), (5, 5.01, 5.005)]
)
def test_time_is_monthly_and_every_switch(start, stop, switch):
    outside = bl.Tamoxifen(start=-20, stop=start - 1)
    therapies = (bl.Raloxifene(start=switch, stop=stop + 1), outside)
    time = run(*therapies, start=start, stop=stop).time
    assert time[0] == start and time[-1] == stop
    assert (np.diff(time) > 1e-9).all()
    months = start + np.arange(int((stop - start) * 12 + 1e-9) + 1) / 12
    for wanted in (*months, switch, stop):
        assert abs(time - wanted).min() <= 1e-9
    assert len(time) <= len(months) + 2
    assert switch in time


def test_every_injection_is_a_moment():
    time = run(bl.Denosumab(start=0.2, every_months=5, stop=2)).time
    for injection in 0.2 + np.arange(5) * 5 / 12:
        assert abs(time - injection).min() <= 1e-9
    assert 2 in time


# --- series ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SERIES)
def test_series_is_there(name):
    for trajectory in (run(), run(PATCH, bl.Denosumab(start=2), menopause="surgical")):
        values = trajectory[name]
        assert isinstance(values, np.ndarray)
        assert values.shape == trajectory.time.shape
        assert values.dtype == float
        assert np.isfinite(values).all()


def test_healthy_values():
    healthy = run(menopause=None, ageing=False).at(0)
    for name in RELATIVE:
        assert healthy[name] == pytest.approx(1, abs=1e-9), name
    for name in ZERO:
        assert healthy[name] == pytest.approx(0, abs=1e-9), name
    for name, (low, high) in WITH_A_UNIT.items():
        assert low < healthy[name] < high, name
    assert sum(healthy[pool] for pool in POOLS) == pytest.approx(1, abs=1e-9)
    assert healthy["net_balance"] == pytest.approx(healthy["formation"] - healthy["resorption"])


def test_estradiol_is_about_100_before_menopause_and_low_after():
    assert run().at(-4)["estradiol"] == pytest.approx(100, rel=0.05)
    for menopause in ("natural", "surgical"):
        assert 0 < run(menopause=menopause).at(5)["estradiol"] < 20
    assert run(menopause=None).at(5)["estradiol"] == run().at(-4)["estradiol"]


def test_surgery_is_at_zero_and_takes_days():
    surgical = run(menopause="surgical")
    assert surgical.at(0)["estradiol"] == surgical.at(-3)["estradiol"]
    assert surgical.at(14 / 365.25)["estradiol"] == pytest.approx(
        surgical.at(3)["estradiol"], abs=1
    )


def test_net_balance_is_formation_minus_resorption():
    trajectory = run(PATCH)
    assert np.allclose(
        trajectory["net_balance"], trajectory["formation"] - trajectory["resorption"], atol=1e-12
    )


def test_ratio_is_the_ratio_of_the_totals():
    trajectory = run(PATCH)
    assert np.allclose(trajectory["rankl_opg_ratio"], trajectory["rankl"] / trajectory["opg"])


def test_to_dataframe():
    trajectory = run(PATCH)
    frame = trajectory.to_dataframe()
    assert set(frame.columns) == set(trajectory) >= set(SERIES)
    assert frame.index.name == "time"
    assert np.array_equal(frame.index, trajectory.time)
    for name in trajectory:
        assert np.array_equal(frame[name], trajectory[name]), name


def test_plot_takes_a_baseline():
    figure = run(PATCH).plot(baseline=run())
    assert figure.axes


def test_trajectory_can_be_pickled_and_copied():
    trajectory = run(PATCH)
    for other in (
        pickle.loads(pickle.dumps(trajectory)),
        copy.copy(trajectory),
        copy.deepcopy(trajectory),
    ):
        assert np.array_equal(other.time, trajectory.time)
        assert np.array_equal(other["ctx"], trajectory["ctx"])
        assert other.at(1.23) == trajectory.at(1.23)


def test_two_runs_can_be_compared_and_used_as_keys():
    assert run() == run() != run(PATCH)
    assert {run(): 1, run(PATCH): 2}[run()] == 1


# --- one moment -----------------------------------------------------------------------------


def test_at_equals_the_series_on_its_times():
    trajectory = run(PATCH, bl.Denosumab(start=2.3, stop=4))
    for place in range(0, len(trajectory.time), 7):
        moment = trajectory.at(trajectory.time[place])
        assert all(isinstance(value, float) for value in moment.values())
        same(moment, {name: trajectory[name][place] for name in trajectory}, 1e-12)


@pytest.mark.parametrize("t", [-4.99, -2.03, -0.6123, 0.01, 1.01, 2.0456, 6.02, 19.99])
def test_at_is_solved_between_the_times(t):
    therapies = (PATCH, bl.Alendronate(start=2))
    nothing = bl.Raloxifene(mg_per_day=0, start=t)
    with_switch = run(*therapies, nothing)
    assert t in with_switch.time and t not in run(*therapies).time
    same(run(*therapies).at(t), with_switch.at(t))


def test_at_is_not_the_nearest_output_nor_a_straight_line():
    surgical = run(menopause="surgical")
    before, between, after = (surgical.at(t)["estradiol"] for t in (0, 0.01, 1 / 12))
    assert after < between < before
    assert abs(between - (before + 0.12 * (after - before))) > 10


@pytest.mark.parametrize("t", [-5, 20, -5.0, 20.0])
def test_at_both_ends(t):
    ends = {name: values[0 if t < 0 else -1] for name, values in run().items()}
    same(run().at(t), ends, 1e-12)


# --- the past is shared ---------------------------------------------------------------------


@pytest.mark.parametrize("menopause", ["natural", "surgical", None])
@pytest.mark.parametrize("start", [-26, -12.3, -0.01, 0, 5, 12])
def test_values_do_not_depend_on_start(menopause, start):
    therapies = (
        bl.Estradiol(patch_ug_per_day=50, start=1, stop=6),
        bl.Denosumab(start=3, stop=4.4),
        bl.Alendronate(start=7),
    )
    late = run(*therapies, menopause=menopause, start=start)
    early = run(*therapies, menopause=menopause)
    for t in (start, 0, 1, 3.05, 4.45, 6, 7.5, 13, 20):
        if t >= max(start, -5):
            same(late.at(t), early.at(t))


def test_a_run_from_5_is_a_woman_five_years_after_menopause():
    first = {name: values[0] for name, values in run(start=5).items()}
    same(first, run().at(5))
    assert first["bmd_lumbar_spine"] < run().at(0)["bmd_lumbar_spine"]


def test_treated_and_untreated_share_their_past():
    times = [t for t in run().time if t < PATCH.start]
    same(moments(run(PATCH), times), moments(run(), times))


def test_without_menopause_zero_is_the_age_at_menopause():
    start_age = run().parameters["ageing_start_age"]
    for age in (40, 51, 60):
        for menopause in (None, "natural"):
            trajectory = run(menopause=menopause, age=age)
            decades = np.maximum(age + trajectory.time - start_age, 0) / 10
            assert np.allclose(trajectory["ageing"], decades, atol=1e-9)


def test_without_ageing_nothing_but_hormones_changes():
    still = run(menopause=None, ageing=False)
    for name, values in still.items():
        assert np.allclose(values, values[0], rtol=1e-9, atol=1e-9), name
    assert not run(ageing=False)["ageing"].any()
    assert run(ageing=False).at(10)["bmd_lumbar_spine"] < still.at(10)["bmd_lumbar_spine"]
    assert run(menopause=None).at(20)["bmd_lumbar_spine"] < still.at(20)["bmd_lumbar_spine"]


def test_nothing_ages_before_the_stated_age():
    start_age = run().parameters["ageing_start_age"]
    aging, still = run(menopause=None), run(menopause=None, ageing=False)
    times = [t for t in aging.time if 51 + t <= start_age]
    for name in set(aging) - {"hip_fracture_risk_10y"}:
        assert np.allclose(moments(aging, times)[name], moments(still, times)[name]), name


# --- therapies in time ----------------------------------------------------------------------


@pytest.mark.parametrize("menopause", ["natural", "surgical", None])
@pytest.mark.parametrize("stop", [6, 2.05])
def test_at_a_switch_the_value_to_its_right_is_reported(menopause, stop):
    patch = bl.Estradiol(patch_ug_per_day=50, start=1, stop=stop)
    treated, untreated = run(patch, menopause=menopause), run(menopause=menopause)
    gain = treated.parameters["patch_estradiol_gain"] * 50
    for t, before, after in ((1, 0, gain), (stop, gain, 0)):
        place = treated.time.tolist().index(t)
        background = untreated.at(t)["estradiol"]
        assert treated["estradiol"][place] == pytest.approx(background + after, abs=1e-6)
        assert treated.at(t)["estradiol"] == pytest.approx(background + after, abs=1e-6)
        assert treated.at(t - 1e-9)["estradiol"] == pytest.approx(background + before, abs=1e-5)
        assert treated.at(t + 1e-9)["estradiol"] == pytest.approx(background + after, abs=1e-5)


def test_half_open_at_the_ends_of_the_run():
    gain = run().parameters["patch_estradiol_gain"] * 50
    starts_at_the_end = run(bl.Estradiol(patch_ug_per_day=50, start=20))
    stops_at_the_end = run(bl.Estradiol(patch_ug_per_day=50, stop=20))
    stops_at_the_start = run(bl.Estradiol(patch_ug_per_day=50, start=4, stop=5), start=5)
    low = run().at(20)["estradiol"]
    assert starts_at_the_end.at(20)["estradiol"] == pytest.approx(low + gain)
    assert starts_at_the_end.at(20 - 1e-9)["estradiol"] == pytest.approx(low)
    assert stops_at_the_end.at(20)["estradiol"] == pytest.approx(low)
    assert stops_at_the_end.at(20 - 1e-9)["estradiol"] == pytest.approx(low + gain)
    assert stops_at_the_start["estradiol"][0] == pytest.approx(run().at(5)["estradiol"])


@pytest.mark.parametrize(("therapy", "series"), MOVES.items(), ids=lambda x: getattr(x, "name", x))
def test_each_therapy_acts_from_its_start_to_its_end(therapy, series):
    menopause = None if isinstance(therapy, bl.GnRHAgonist) else "natural"
    treated, untreated = run(therapy, menopause=menopause), run(menopause=menopause)
    same(treated.at(1 - 1e-9), untreated.at(1 - 1e-9))
    assert abs(treated.at(1)[series] - untreated.at(1)[series]) > 1e-3
    if not isinstance(therapy, bl.Denosumab):
        # stop=None: it is still given at the very end.
        assert abs(treated.at(20)[series] - untreated.at(20)[series]) > 1e-3


@pytest.mark.parametrize("therapy", MOVES, ids=lambda therapy: therapy.name)
def test_each_therapy_can_be_stopped(therapy):
    menopause = None if isinstance(therapy, bl.GnRHAgonist) else "natural"
    given = {"patch_ug_per_day": 50} if isinstance(therapy, bl.Estradiol) else {}
    stopped = type(therapy)(start=1, stop=2.52, **given)
    treated, untreated = run(stopped, menopause=menopause), run(menopause=menopause)
    assert 2.52 in treated.time
    hormones = ("estradiol", "testosterone", "aromatase", "endometrial_index", "breast_index")
    for name in hormones:
        assert treated.at(2.52)[name] == pytest.approx(untreated.at(2.52)[name], rel=1e-6)


@pytest.mark.parametrize(
    ("therapy", "times"),
    [
        (bl.Denosumab(start=1, stop=3), [1, 1.5, 2, 2.5]),
        (bl.Denosumab(start=1, stop=3.01), [1, 1.5, 2, 2.5, 3]),
        (bl.Denosumab(start=0.1, stop=1.1), [0.1, 0.6]),
        (bl.Denosumab(start=0, stop=0.7, every_months=1), [k / 12 for k in range(9)]),
        (bl.Denosumab(start=18.9), [18.9, 19.4, 19.9]),
        (bl.Denosumab(start=1, stop=1.2, mg=120), [1]),
    ],
)
def test_injections_fall_at_start_and_then_every_interval_before_stop(therapy, times):
    trajectory = run(therapy)
    jumps = {
        t: trajectory.at(t)["denosumab_depot"] - trajectory.at(t - 1e-8)["denosumab_depot"]
        for t in trajectory.time[1:]
    }
    injected = {t: jump for t, jump in jumps.items() if jump > 1}
    assert list(injected) == pytest.approx(times)
    assert list(injected.values()) == pytest.approx([therapy.mg] * len(times), rel=1e-4)


def test_injections_before_the_shown_span_count():
    late = run(bl.Denosumab(start=0, stop=2), start=1.75)
    assert late["denosumab"][0] == pytest.approx(run(bl.Denosumab(stop=2)).at(1.75)["denosumab"])
    assert late["denosumab"][0] > 0.1


@pytest.mark.parametrize("therapy", ZERO_DOSES, ids=repr)
def test_a_zero_dose_is_no_therapy(therapy):
    for t in (1, 1.5, 5, 20):
        same(run(therapy).at(t), run().at(t))


def test_one_therapy_needs_no_list():
    one = bl.simulate(bl.Patient(), PATCH)
    for therapies in ([PATCH], (PATCH,), iter([PATCH]), {PATCH}):
        same(one, bl.simulate(bl.Patient(), therapies), 0)


def test_equal_therapies_add_up():
    for small, large in (
        (bl.Estradiol(patch_ug_per_day=25, start=1), bl.Estradiol(patch_ug_per_day=50, start=1)),
        (bl.Raloxifene(mg_per_day=30, start=1), bl.Raloxifene(start=1)),
        (bl.Alendronate(mg_per_week=35, start=1), bl.Alendronate(start=1)),
        (bl.Denosumab(mg=30, start=1), bl.Denosumab(start=1)),
    ):
        same(run(small, small), run(large), 1e-9)


def test_what_is_given_or_not_does_not_exceed_one():
    for therapy in (bl.Etanercept(), bl.Progestogen(), bl.CalciumVitaminD(), bl.AntiIL7()):
        same(run(therapy, type(therapy)(start=0)), run(therapy), 0)


def test_therapies_overlap_and_do_not_depend_on_their_order():
    estradiol = bl.Estradiol(patch_ug_per_day=50, start=1, stop=6)
    alendronate = bl.Alendronate(start=4, stop=9)
    both = run(estradiol, alendronate)
    same(both, run(alendronate, estradiol), 1e-9)
    for t in (3.9, 2):
        same(both.at(t), run(estradiol).at(t))
    for alone in (estradiol, alendronate):
        assert both.at(6)["resorption"] < run(alone).at(6)["resorption"]


def test_one_therapy_in_two_courses_is_one_course():
    first, second = bl.Raloxifene(start=1, stop=3), bl.Raloxifene(start=3, stop=5)
    for t in (2.9, 3, 4, 6):
        same(run(first, second).at(t), run(bl.Raloxifene(start=1, stop=5)).at(t))


# --- tables ---------------------------------------------------------------------------------


def test_edges_table():
    table = bl.edges()
    promised = {"from", "to", "sign", "strength", "claim", "reference"}
    assert promised <= set(table.columns)
    assert len(table) > 100
    assert set(table["sign"]) <= {"+", "-"}
    assert np.isfinite(table["strength"]).all()
    assert (table["strength"] != 0).all()
    assert not table.duplicated(["from", "to"]).any()
    assert (table["name"] == table["from"] + " -> " + table["to"]).all()
    assert set(table["reference"]) <= set(bl.references()["key"])
    assert not table.isna().any(axis=None)


def test_parameters_table():
    table = bl.parameters()
    assert {"name", "value", "unit", "low", "high", "kind", "source", "meaning"} <= set(table)
    assert table["name"].is_unique
    assert set(table["kind"]) <= {"measured", "fitted", "illustrative"}
    assert (table["low"] <= table["value"]).all() and (table["value"] <= table["high"]).all()
    assert (table["low"] < table["high"]).all()
    for column in ("unit", "source", "meaning"):
        assert (table[column].str.len() > 0).all(), column
    assert set(table["source"]) <= {*bl.references()["key"], "model"}


def test_fitted_parameters_say_how_well_they_are_determined():
    table = bl.parameters().set_index("name")
    from_runs = table[(table["kind"] == "fitted") & ~table.index.str.startswith("hip_risk_")]
    assert set(from_runs["determined"]) <= {"well", "partly", "not determined"}
    assert not table.loc[table["kind"] != "fitted", "determined"].any()


def test_references_table():
    table = bl.references()
    assert {"key", "authors", "year", "title", "journal", "doi"} <= set(table)
    assert table["key"].is_unique
    for column in ("authors", "title"):
        assert (table[column].str.len() > 0).all(), column
    dois = table["doi"].fillna("")
    assert dois[dois != ""].str.match(r"10\.\d{4,}/\S+$").all()


def test_tables_are_copies():
    edges, parameters = bl.edges(), bl.parameters()
    edges["strength"] = 0
    parameters["value"] = 0
    assert (bl.edges()["strength"] != 0).all()
    assert bl.parameters()["value"].abs().sum() > 0


def test_every_node_is_a_series_and_has_an_equation_or_is_given_from_outside():
    edges = bl.edges()
    for node in {*edges["from"], *edges["to"]}:
        assert node in run(), node
    for node in edges["to"]:
        equation = bl.equations(node)
        assert isinstance(equation, str)
        assert "=" in equation and node.replace("_", "\\ ") in equation, node


# --- hold and cut ---------------------------------------------------------------------------


@pytest.mark.parametrize("node", hold_ranges())
@pytest.mark.filterwarnings("error")
def test_hold_keeps_a_node_at_its_value_from_the_beginning(node):
    row = hold_ranges()[node]
    assert row.low <= row.value <= row.high
    for value in (row.low, row.value, row.high):
        trajectory = run(PATCH, hold={node: value}, start=-26, menopause="surgical")
        assert (trajectory[node] == value).all()
        assert trajectory.at(-25.99)[node] == trajectory.at(3.21)[node] == value
        for name, values in trajectory.items():
            assert np.isfinite(values).all(), (name, value)


@pytest.mark.parametrize("node", hold_ranges())
def test_holding_every_node_at_its_healthy_value_changes_nothing_in_health(node):
    healthy = run(menopause=None, ageing=False).at(20)
    value = hold_ranges()[node].value
    assert value == pytest.approx(healthy[node], rel=1e-9, abs=1e-9)
    held = run(menopause=None, ageing=False, hold={node: value}).at(20)
    same(held, healthy, 1e-6)


def test_hold_acts_on_what_the_node_drives_and_not_on_what_drives_it():
    held, free = run(hold={"t_cells": 3}), run()
    assert held.at(-4)["tnf"] > 1.2 * free.at(-4)["tnf"]
    assert held.at(-4)["il7"] > free.at(-4)["il7"]  # by way of TNF
    assert held.at(-4)["signal_t_cells"] == free.at(-4)["signal_t_cells"]


def test_a_cut_edge_shows_the_target_the_healthy_value():
    cut = run(menopause="surgical", cut=["t_cells -> tnf"])
    held = run(menopause="surgical", cut=["t_cells -> tnf"], hold={"t_cells": 5})
    assert np.allclose(cut["tnf"], held["tnf"])
    assert run(menopause="surgical", hold={"t_cells": 1})["tnf"] == pytest.approx(cut["tnf"])
    assert (cut["t_cells"][cut.time > 0.2] > 1.05).all()


def test_a_cut_changes_nothing_in_health():
    healthy = run(menopause=None, ageing=False).at(10)
    for name in bl.edges()["name"]:
        cut = run(menopause=None, ageing=False, cut=[name]).at(10)
        for series in SERIES:
            assert cut[series] == pytest.approx(healthy[series], rel=1e-6, abs=1e-6), (name, series)


def test_a_cut_node_is_a_knock_out():
    for node in ("er_alpha", "t_cells", "tnf", "il7", "sclerostin"):
        assert not run(cut=[node])[node].any()
    for receptor in ("er_alpha", "er_beta"):
        knocked_out = run(menopause=None, cut=[receptor])
        other = {"er_alpha": "er_beta", "er_beta": "er_alpha"}[receptor]
        assert (knocked_out[other] == run(menopause=None)[other]).all()
        assert (knocked_out["estradiol"] == run(menopause=None)["estradiol"]).all()
    both = run(menopause=None, cut=["er_alpha", "er_beta"])
    for tissue in ("osteoclasts", "osteoblasts", "osteocytes", "t_cells", "breast", "uterus"):
        assert np.allclose(both[f"signal_{tissue}"], 0, atol=1e-12), tissue


@pytest.mark.parametrize("receptor", ["er_alpha", "er_beta"])
@pytest.mark.parametrize(
    "tissue",
    "osteoclasts osteoblasts osteocytes t_cells trabecular cortical breast uterus".split(),
)
def test_a_receptor_knocked_out_in_one_tissue_changes_that_signal_only(receptor, tissue):
    knocked_out = run(menopause=None, cut=[f"{receptor}@{tissue}"])
    intact = run(menopause=None)
    changed = {
        name for name in intact if name.startswith("signal_") and name != "signal_bone"
        and not np.array_equal(knocked_out[name], intact[name])
    }  # fmt: skip
    assert changed == {f"signal_{tissue}"}
    assert np.array_equal(knocked_out[receptor], intact[receptor])


def test_several_cuts_and_holds_combine():
    together = run(cut=["t_cells -> tnf", "er_beta"], hold={"il7": 2, "sclerostin": 0.5})
    assert (together["il7"] == 2).all() and (together["sclerostin"] == 0.5).all()
    assert not together["er_beta"].any()


def test_changed_parameters_count_and_are_kept():
    changed = bl.simulate(bl.Patient(), parameters={"ctx_healthy": 0.4}, start=-5, stop=0)
    assert changed["ctx"][0] == pytest.approx(0.4)
    assert changed.parameters["ctx_healthy"] == 0.4
    assert run().parameters["ctx_healthy"] != 0.4


# --- the clinic -----------------------------------------------------------------------------


def test_hip_fracture_risk_in_its_range():
    ages, scores = np.meshgrid(np.linspace(40, 90, 11), np.linspace(-5, 3, 17))
    risk = bl.hip_fracture_risk_10y(ages, scores)
    assert risk.shape == ages.shape
    assert ((risk > 0) & (risk < 1)).all()
    assert (np.diff(risk, axis=0) < 0).all()  # a higher T-score, a lower risk
    assert risk[8, 4] == bl.hip_fracture_risk_10y(age=60, t_score=-1)
    assert isinstance(bl.hip_fracture_risk_10y(age=70, t_score=-2.0), float)
    assert bl.hip_fracture_risk_10y([50, 70], -1).tolist() == [
        bl.hip_fracture_risk_10y(50, -1),
        bl.hip_fracture_risk_10y(70, -1),
    ]
    at_minus_one = bl.hip_fracture_risk_10y(np.arange(40, 91), -1)
    assert (np.diff(at_minus_one) > 0).all()  # an older woman, a higher risk


def test_the_series_of_fracture_risk_is_the_same_relation():
    for t in (-5, 0, 10, 20):
        moment = run().at(t)
        expected = bl.hip_fracture_risk_10y(51 + t, moment["t_score_femoral_neck"])
        assert moment["hip_fracture_risk_10y"] == pytest.approx(expected)


@pytest.mark.parametrize("site", ["hip", "vertebral", "any"])
def test_fracture_ratio(site):
    alendronate = run(bl.Alendronate(start=5))
    assert bl.fracture_ratio(run(), run(), site=site, start=5, stop=8) == 1
    ratio = bl.fracture_ratio(alendronate, run(), site=site, start=5, stop=8)
    assert 0 < ratio < 1
    assert bl.fracture_ratio(run(), alendronate, site=site, start=5, stop=8) == pytest.approx(
        1 / ratio
    )
    assert bl.fracture_ratio(alendronate, run(), site=site, start=0, stop=5) == pytest.approx(
        1, rel=1e-4
    )


def test_fracture_ratio_counts_turnover_beside_bmd():
    """Some months into a treatment turnover has fallen and BMD has hardly moved."""
    treated, untreated = run(bl.Alendronate(start=5)), run()
    start, stop = 5.5, 5.75
    gradient = untreated.parameters["fracture_gradient_vertebral"]
    scores = [r.at(5.625)["t_score_lumbar_spine"] for r in (treated, untreated)]
    by_bmd_alone = gradient ** (scores[1] - scores[0])
    ratio = bl.fracture_ratio(treated, untreated, site="vertebral", start=start, stop=stop)
    assert ratio < 0.97 * by_bmd_alone < 0.97


def test_fracture_ratio_does_not_depend_on_the_shown_span():
    wide = bl.fracture_ratio(run(bl.Alendronate(start=5)), run(), start=5.02, stop=8.03)
    treated = run(bl.Alendronate(start=5), start=5, stop=9)
    narrow = bl.fracture_ratio(treated, run(start=4.5), start=5.02, stop=8.03)
    assert narrow == pytest.approx(wide, rel=1e-4)
