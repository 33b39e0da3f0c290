"""Bad input is refused where it is given: which argument, which value, what is allowed."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

import bonelab as bl
from tests.runs import run

# Refused in words, never by a warning from deep inside.
pytestmark = pytest.mark.filterwarnings("error")

NAN, INF = float("nan"), float("inf")
HUGE = 10**400

DAILY = {
    bl.ConjugatedEstrogens: ("mg_per_day", 5),
    bl.Testosterone: ("mg_per_day", 3),
    bl.Raloxifene: ("mg_per_day", 300),
    bl.Tamoxifen: ("mg_per_day", 100),
    bl.Bazedoxifene: ("mg_per_day", 100),
    bl.Lasofoxifene: ("mg_per_day", 5),
    bl.Alendronate: ("mg_per_week", 280),
    bl.Denosumab: ("mg", 240),
    bl.Estradiol: ("patch_ug_per_day", 400),
}
UNDOSED = (
    bl.Progestogen,
    bl.AromataseInhibitor,
    bl.GnRHAgonist,
    bl.CalciumVitaminD,
    bl.Anakinra,
    bl.Etanercept,
    bl.AntiIL6,
    bl.AntiIL7,
)


def patient(**given):
    return lambda: bl.Patient(**given)


def simulate(*args, **given):
    return lambda: bl.simulate(*args, **given)


def item(name):
    return lambda: run()[name]


def at(t):
    return lambda: run().at(t)


def risk(age, t_score):
    return lambda: bl.hip_fracture_risk_10y(age, t_score)


def ratio(treated=None, untreated=None, **given):
    given = {"start": 0, "stop": 3, **given}
    return lambda: bl.fracture_ratio(treated or run(), untreated or run(), **given)


def therapy(kind, **given):
    if kind is bl.Estradiol and not {"patch_ug_per_day", "oral_mg_per_day"} & set(given):
        given["patch_ug_per_day"] = 50
    return lambda: kind(**given)


def covered_until(stop):
    return [bl.AromataseInhibitor(start=-3), bl.GnRHAgonist(start=-3, stop=stop)]


# fmt: off
# Each row: what is wrong, the call, the exception, and what its message must contain.
ROWS = [
    # Patient
    ("menopause is capitalised", patient(menopause="Natural"), ValueError,
     ["menopause='Natural'", "'surgical'", "None", "Did you mean 'natural'?"]),
    ("menopause is misspelt", patient(menopause="surgial"), ValueError,
     ["menopause='surgial'", "Did you mean 'surgical'?"]),
    ("menopause is the word None", patient(menopause="None"), ValueError, ["menopause='None'"]),
    ("menopause is nothing", patient(menopause=""), ValueError, ["menopause=''", "'natural'"]),
    ("menopause is True", patient(menopause=True), ValueError, ["menopause=True", "'natural'"]),
    ("menopause is a number", patient(menopause=51), ValueError, ["menopause=51", "'natural'"]),
    ("menopause is NaN", patient(menopause=NAN), ValueError, ["menopause=nan", "'natural'"]),
    ("menopause is a list", patient(menopause=["natural"]), ValueError, ["menopause=['natural']"]),
    ("menopause is a dict", patient(menopause={}), ValueError, ["menopause={}"]),
    ("menopause is an array", patient(menopause=np.array(["natural", "surgical"])), ValueError,
     ["menopause=", "must be one of"]),
    ("menopause at 5", patient(age_at_menopause=5), ValueError,
     ["age_at_menopause=5", "30", "65", "years"]),
    ("menopause at 90", patient(age_at_menopause=90), ValueError, ["age_at_menopause=90", "65"]),
    ("menopause below zero", patient(age_at_menopause=-51), ValueError, ["age_at_menopause=-51"]),
    ("age is NaN", patient(age_at_menopause=NAN), ValueError, ["age_at_menopause=nan", "finite"]),
    ("age is inf", patient(age_at_menopause=INF), ValueError, ["age_at_menopause=inf", "finite"]),
    ("age is huge", patient(age_at_menopause=HUGE), ValueError, ["age_at_menopause=", "finite"]),
    ("age is text", patient(age_at_menopause="51"), ValueError, ["age_at_menopause='51'"]),
    ("age is None", patient(age_at_menopause=None), ValueError, ["age_at_menopause=None"]),
    ("age is True", patient(age_at_menopause=True), ValueError, ["age_at_menopause=True"]),
    ("age is complex", patient(age_at_menopause=51j), ValueError, ["age_at_menopause=51j"]),
    ("age is a list", patient(age_at_menopause=[51]), ValueError, ["age_at_menopause=[51]"]),
    ("age is an array", patient(age_at_menopause=np.array([51, 52])), ValueError,
     ["age_at_menopause=array", "not a number"]),
    ("ageing is text", patient(ageing="yes"), ValueError, ["ageing='yes'", "True", "False"]),
    ("ageing is one", patient(ageing=1), ValueError, ["ageing=1", "True", "False"]),
    ("ageing is None", patient(ageing=None), ValueError, ["ageing=None", "True"]),
    ("ageing is a list", patient(ageing=[]), ValueError, ["ageing=[]", "True"]),
    ("ageing is NaN", patient(ageing=NAN), ValueError, ["ageing=nan", "True"]),
    # times and doses of every therapy
    *(
        row
        for kind in (*DAILY, *UNDOSED)
        for row in (
            (f"{kind.__name__} stops as it starts", therapy(kind, start=2, stop=2), ValueError,
             [kind.__name__, "stop=2", "above 2"]),
            (f"{kind.__name__} starts at NaN", therapy(kind, start=NAN), ValueError,
             [kind.__name__, "start=nan", "finite"]),
        )
    ),
    *(
        row
        for kind, (dose, most) in DAILY.items()
        for row in (
            (f"{kind.__name__} below zero", therapy(kind, **{dose: -1}), ValueError,
             [kind.__name__, f"{dose}=-1", "between 0", str(most)]),
            (f"{kind.__name__} too much", therapy(kind, **{dose: most + 1}), ValueError,
             [kind.__name__, f"{dose}={most + 1}", str(most), "g"]),
            (f"{kind.__name__} NaN", therapy(kind, **{dose: NAN}), ValueError,
             [kind.__name__, f"{dose}=nan", "finite"]),
            (f"{kind.__name__} text", therapy(kind, **{dose: "much"}), ValueError,
             [kind.__name__, f"{dose}='much'", "not a number"]),
        )
    ),
    ("therapy stops before it starts", therapy(bl.Raloxifene, start=3, stop=1), ValueError,
     ["stop=1", "above 3"]),
    ("therapy stops before the default start", therapy(bl.Raloxifene, stop=-1), ValueError,
     ["stop=-1", "above 0"]),
    ("therapy stops at inf", therapy(bl.Raloxifene, stop=INF), ValueError, ["stop=inf", "finite"]),
    ("therapy starts at None", therapy(bl.Raloxifene, start=None), ValueError, ["start=None"]),
    ("therapy starts at text", therapy(bl.Raloxifene, start="0"), ValueError, ["start='0'"]),
    ("therapy stops at text", therapy(bl.Raloxifene, stop="end"), ValueError, ["stop='end'"]),
    ("therapy starts at True", therapy(bl.Raloxifene, start=True), ValueError, ["start=True"]),
    ("therapy stops at False", therapy(bl.Raloxifene, stop=False), ValueError, ["stop=False"]),
    ("therapy starts at a list", therapy(bl.Raloxifene, start=[1]), ValueError, ["start=[1]"]),
    ("therapy stops at a dict", therapy(bl.Raloxifene, stop={}), ValueError, ["stop={}"]),
    ("therapy starts in the year 2020", therapy(bl.Raloxifene, start=2020), ValueError,
     ["start=2020", "100"]),
    ("dose is a list", therapy(bl.Raloxifene, mg_per_day=[60]), ValueError, ["mg_per_day=[60]"]),
    ("dose is None", therapy(bl.Raloxifene, mg_per_day=None), ValueError, ["mg_per_day=None"]),
    ("dose is True", therapy(bl.Tamoxifen, mg_per_day=True), ValueError, ["mg_per_day=True"]),
    ("dose is huge", therapy(bl.Tamoxifen, mg_per_day=HUGE), ValueError, ["mg_per_day", "finite"]),
    ("estradiol without a dose", bl.Estradiol, ValueError,
     ["patch_ug_per_day=None", "oral_mg_per_day=None", "exactly one"]),
    ("estradiol both ways", therapy(bl.Estradiol, patch_ug_per_day=50, oral_mg_per_day=1),
     ValueError, ["patch_ug_per_day=50", "oral_mg_per_day=1", "exactly one"]),
    ("estradiol tablet below zero", therapy(bl.Estradiol, oral_mg_per_day=-1), ValueError,
     ["oral_mg_per_day=-1", "between 0 and 8"]),
    ("estradiol tablet in ug", therapy(bl.Estradiol, oral_mg_per_day=1000), ValueError,
     ["oral_mg_per_day=1000", "8 mg a day"]),
    ("denosumab every zero months", therapy(bl.Denosumab, every_months=0), ValueError,
     ["every_months=0", "between 1 and 120 months"]),
    ("denosumab every NaN months", therapy(bl.Denosumab, every_months=NAN), ValueError,
     ["every_months=nan"]),
    ("denosumab every None months", therapy(bl.Denosumab, every_months=None), ValueError,
     ["every_months=None"]),
    ("a therapy's dose by position", lambda: bl.Raloxifene(60), TypeError, ["positional"]),
    ("a patch by position", lambda: bl.Estradiol(50), TypeError, ["positional"]),
    ("a dose with another name", lambda: bl.Estradiol(patch=50), TypeError, ["patch"]),
    ("a start by position", lambda: bl.GnRHAgonist(0, 1), TypeError, ["positional"]),
    # simulate: who and what
    ("patient is text", simulate("natural"), ValueError, ["patient='natural'", "Patient(...)"]),
    ("patient is the class", simulate(bl.Patient), ValueError, ["patient=", "Patient(...)"]),
    ("patient is a therapy", simulate(bl.Raloxifene()), ValueError, ["patient=Raloxifene"]),
    ("patient is False", simulate(False), ValueError, ["patient=False"]),
    ("patient is a dict", simulate({"menopause": None}), ValueError, ["patient={'menopause'"]),
    ("therapies is text", simulate(None, "Raloxifene"), ValueError, ["therapies='Raloxifene'"]),
    ("therapies is None", simulate(None, None), ValueError, ["therapies=None", "list"]),
    ("therapies is a number", simulate(None, 60), ValueError, ["therapies=60", "list"]),
    ("therapies is a class", simulate(None, bl.Raloxifene), ValueError, ["therapies=", "list"]),
    ("a therapy is a class", simulate(None, [bl.Raloxifene]), ValueError,
     ["therapies", "Raloxifene", "not a therapy"]),
    ("a therapy is a name", simulate(None, ["estradiol"]), ValueError,
     ["therapies", "'estradiol'", "Did you mean 'Estradiol'?"]),
    ("a therapy is None", simulate(None, [None]), ValueError, ["therapies", "None"]),
    ("a therapy is a list", simulate(None, [[bl.Raloxifene()]]), ValueError, ["not a therapy"]),
    ("therapies is a dict", simulate(None, {"Raloxifene": 60}), ValueError, ["'Raloxifene'"]),
    ("a therapy before the run begins", simulate(None, [bl.Raloxifene(start=-40)]), ValueError,
     ["Raloxifene", "start=-40", "-26", "age 25"]),
    ("aromatase inhibitor before natural menopause",
     simulate(None, [bl.AromataseInhibitor(start=-3)]), ValueError,
     ["AromataseInhibitor", "start=-3", "GnRHAgonist", "ovaries"]),
    ("aromatase inhibitor before surgery",
     simulate(bl.Patient(menopause="surgical"), bl.AromataseInhibitor(start=-0.1)), ValueError,
     ["AromataseInhibitor", "start=-0.1", "GnRHAgonist"]),
    ("aromatase inhibitor without menopause",
     simulate(bl.Patient(menopause=None), [bl.AromataseInhibitor(start=5)]), ValueError,
     ["AromataseInhibitor", "start=5", "GnRHAgonist"]),
    ("aromatase inhibitor covered too late",
     simulate(None, [bl.AromataseInhibitor(start=-3), bl.GnRHAgonist(start=-2)]), ValueError,
     ["GnRHAgonist", "over the same time"]),
    ("aromatase inhibitor covered too briefly", simulate(None, covered_until(-1)), ValueError,
     ["GnRHAgonist", "over the same time"]),
    ("aromatase inhibitor covered with a gap",
     simulate(None, [*covered_until(-2), bl.GnRHAgonist(start=-1)]), ValueError, ["GnRHAgonist"]),
    ("aromatase inhibitor without menopause covered too briefly",
     simulate(bl.Patient(menopause=None), covered_until(10)), ValueError, ["GnRHAgonist"]),
    ("aromatase inhibitor before the shown span",
     simulate(None, bl.AromataseInhibitor(start=-3, stop=-2), start=5), ValueError,
     ["GnRHAgonist"]),
    # simulate: when
    ("run stops before it starts", simulate(start=3, stop=1), ValueError, ["stop=1", "above 3"]),
    ("run stops as it starts", simulate(start=3, stop=3), ValueError, ["stop=3", "above 3"]),
    ("run stops before the default start", simulate(stop=-6), ValueError, ["stop=-6", "above -5"]),
    ("run starts at NaN", simulate(start=NAN), ValueError, ["start=nan", "finite"]),
    ("run stops at NaN", simulate(stop=NAN), ValueError, ["stop=nan", "finite"]),
    ("run stops at inf", simulate(stop=INF), ValueError, ["stop=inf", "finite"]),
    ("run starts at -inf", simulate(start=-INF), ValueError, ["start=-inf", "finite"]),
    ("run stops at a huge number", simulate(stop=HUGE), ValueError, ["stop=", "finite"]),
    ("run starts at None", simulate(start=None), ValueError, ["start=None"]),
    ("run stops at None", simulate(stop=None), ValueError, ["stop=None"]),
    ("run starts at text", simulate(start="-5"), ValueError, ["start='-5'"]),
    ("run stops at True", simulate(stop=True), ValueError, ["stop=True"]),
    ("run starts at a list", simulate(start=[-5]), ValueError, ["start=[-5]"]),
    ("run starts before young adult age", simulate(start=-27), ValueError,
     ["start=-27", "-26", "age 25"]),
    ("run stops at age 151", simulate(stop=100), ValueError, ["stop=100", "69", "120"]),
    ("run by position", lambda: bl.simulate(None, [], -5, 20), TypeError, ["positional"]),
    ("another argument", simulate(begin=0), TypeError, ["begin"]),
    # simulate: cut
    ("cut is text", simulate(cut="t_cells -> tnf"), ValueError,
     ["cut='t_cells -> tnf'", "list", "['t_cells -> tnf']"]),
    ("cut is None", simulate(cut=None), ValueError, ["cut=None", "list"]),
    ("cut is a number", simulate(cut=3), ValueError, ["cut=3", "list"]),
    ("cut of an unknown edge", simulate(cut=["tcells -> tnf"]), KeyError,
     ["cut", "'tcells -> tnf'", "Did you mean 't_cells -> tnf'?"]),
    ("cut without spaces", simulate(cut=["t_cells->tnf"]), KeyError,
     ["cut", "Did you mean 't_cells -> tnf'?"]),
    ("cut of an edge the wrong way", simulate(cut=["tnf -> t_cells"]), KeyError,
     ["cut", "'tnf -> t_cells'", "Did you mean"]),
    ("cut of an unknown node", simulate(cut=["TNF-alpha"]), KeyError, ["cut", "'TNF-alpha'"]),
    ("cut of a misspelt node", simulate(cut=["er_alfa"]), KeyError,
     ["cut", "'er_alfa'", "Did you mean 'er_alpha'?"]),
    ("cut in an unknown tissue", simulate(cut=["er_alpha@osteoclast"]), KeyError,
     ["cut", "Did you mean 'er_alpha@osteoclasts'?"]),
    ("cut of a number", simulate(cut=[3]), KeyError, ["cut", "3"]),
    ("cut of a list", simulate(cut=[["tnf"]]), KeyError, ["cut", "['tnf']"]),
    ("cut of a dict", simulate(cut=[{}]), KeyError, ["cut", "{}"]),
    ("cut of None", simulate(cut=[None]), KeyError, ["cut", "None"]),
    ("cut of a readout", simulate(cut=["ctx"]), KeyError, ["cut", "'ctx'", "readout"]),
    ("cut and held", simulate(cut=["tnf"], hold={"tnf": 2}), ValueError, ["'tnf'", "held at 2"]),
    # simulate: hold
    ("hold is a list", simulate(hold=["il7"]), ValueError, ["hold=['il7']", "{'il7': 2.0}"]),
    ("hold is text", simulate(hold="il7=2"), ValueError, ["hold='il7=2'", "dictionary"]),
    ("hold is a set", simulate(hold={"il7"}), ValueError, ["hold={'il7'}", "dictionary"]),
    ("hold is an empty list", simulate(hold=[]), ValueError, ["hold=[]", "dictionary"]),
    ("hold of an unknown node", simulate(hold={"il77": 2}), KeyError,
     ["hold", "'il77'", "Did you mean 'il7'?"]),
    ("hold in capitals", simulate(hold={"IL7": 2}), KeyError, ["hold", "Did you mean 'il7'?"]),
    ("hold of a readout", simulate(hold={"ctx": 0.5}), KeyError, ["hold", "'ctx'", "readout"]),
    ("hold of a dose", simulate(hold={"raloxifene": 60}), KeyError, ["'raloxifene'", "dose"]),
    ("hold of an edge", simulate(hold={"t_cells -> tnf": 1}), KeyError, ["hold", "t_cells -> tnf"]),
    ("hold of a number", simulate(hold={3: 2.0}), KeyError, ["hold", "3"]),
    ("hold of a tuple", simulate(hold={("il7", 1): 2.0}), KeyError, ["hold", "('il7', 1)"]),
    ("hold above the range", simulate(hold={"il7": 9}), ValueError, ["hold['il7']=9", "0 and 8"]),
    ("hold below the range", simulate(hold={"il7": -0.1}), ValueError, ["hold['il7']=-0.1", "0"]),
    ("hold of estradiol in pmol/L", simulate(hold={"estradiol": 500}), ValueError,
     ["hold['estradiol']=500", "pg/mL"]),
    ("hold at NaN", simulate(hold={"il7": NAN}), ValueError, ["hold['il7']=nan", "finite"]),
    ("hold at None", simulate(hold={"il7": None}), ValueError, ["hold['il7']=None"]),
    ("hold at text", simulate(hold={"il7": "2"}), ValueError, ["hold['il7']='2'"]),
    ("hold at True", simulate(hold={"il7": True}), ValueError, ["hold['il7']=True"]),
    ("hold at a list", simulate(hold={"il7": [2]}), ValueError, ["hold['il7']=[2]"]),
    # simulate: parameters
    ("parameters is a list", simulate(parameters=["ctx_healthy"]), ValueError,
     ["parameters=['ctx_healthy']", "dictionary"]),
    ("parameters is text", simulate(parameters="ctx_healthy"), ValueError,
     ["parameters='ctx_healthy'", "dictionary"]),
    ("parameters is an empty list", simulate(parameters=[]), ValueError, ["parameters=[]"]),
    ("parameters is a number", simulate(parameters=0), ValueError, ["parameters=0"]),
    ("a range of hold is no parameter", simulate(parameters={"hold_range_il7": 3}), KeyError,
     ["parameters", "'hold_range_il7'"]),
    ("an unknown parameter", simulate(parameters={"ctx_normal": 0.3}), KeyError,
     ["parameters", "'ctx_normal'", "Did you mean"]),
    ("a misspelt parameter", simulate(parameters={"ctx_helthy": 0.3}), KeyError,
     ["parameters", "Did you mean 'ctx_healthy'?"]),
    ("a parameter without a name", simulate(parameters={None: 1}), KeyError, ["None"]),
    ("a parameter out of its range", simulate(parameters={"ctx_healthy": 300}), ValueError,
     ["parameters['ctx_healthy']=300", "0.791 ng/mL"]),
    ("a parameter at NaN", simulate(parameters={"ctx_healthy": NAN}), ValueError,
     ["parameters['ctx_healthy']=nan"]),
    ("a parameter at text", simulate(parameters={"ctx_healthy": "low"}), ValueError,
     ["parameters['ctx_healthy']='low'"]),
    # what a run returns
    ("an unknown series", item("bmd_spine"), KeyError, ["'bmd_spine'", "Did you mean"]),
    ("a series in capitals", item("CTX"), KeyError, ["'CTX'", "Did you mean 'ctx'?"]),
    ("a misspelt series", item("osteoclast"), KeyError, ["Did you mean 'osteoclasts'?"]),
    ("a series by number", item(0), KeyError, ["series", "0"]),
    ("a series by None", item(None), KeyError, ["series", "None"]),
    ("several series", item(["ctx", "p1np"]), KeyError, ["series", "['ctx', 'p1np']"]),
    ("a series by slice", item(slice(0, 3)), KeyError, ["series", "slice"]),
    ("the clock as a series", item("time"), KeyError, ["'time'"]),
    ("a moment after the run", at(20.01), ValueError, ["t=20.01", "-5 and 20", "years"]),
    ("a moment before the run", at(-5.01), ValueError, ["t=-5.01", "-5 and 20"]),
    ("a moment at NaN", at(NAN), ValueError, ["t=nan", "finite"]),
    ("a moment at inf", at(INF), ValueError, ["t=inf", "finite"]),
    ("a moment at None", at(None), ValueError, ["t=None"]),
    ("a moment at text", at("3"), ValueError, ["t='3'"]),
    ("a moment at True", at(True), ValueError, ["t=True"]),
    ("several moments", at([1, 2]), ValueError, ["t=[1, 2]", "not a number"]),
    ("an array of moments", at(np.array([1.0, 2.0])), ValueError, ["t=array", "not a number"]),
    # equations
    ("an unknown equation", lambda: bl.equations("tnff"), KeyError, ["Did you mean 'tnf'?"]),
    ("an equation of an edge", lambda: bl.equations("t_cells -> tnf"), KeyError, ["node"]),
    ("an equation in capitals", lambda: bl.equations("TNF"), KeyError, ["Did you mean 'tnf'?"]),
    ("an equation of None", lambda: bl.equations(None), KeyError, ["None"]),
    ("an equation of a list", lambda: bl.equations(["tnf"]), KeyError, ["['tnf']"]),
    ("an equation of a dict", lambda: bl.equations({}), KeyError, ["{}"]),
    # fracture risk
    ("risk at 39", risk(39, -1), ValueError, ["age=39", "40 and 90"]),
    ("risk at 91", risk(91, -1), ValueError, ["age=91", "40 and 90"]),
    ("risk at T = -5.1", risk(70, -5.1), ValueError, ["t_score=-5.1", "-5 and 3"]),
    ("risk at T = 3.1", risk(70, 3.1), ValueError, ["t_score=3.1", "-5 and 3"]),
    ("risk at NaN", risk(NAN, -1), ValueError, ["age=nan", "finite"]),
    ("risk at T = inf", risk(70, -INF), ValueError, ["t_score=-inf", "finite"]),
    ("risk at text", risk("70", -1), ValueError, ["age='70'", "not a number"]),
    ("risk at None", risk(70, None), ValueError, ["t_score=None"]),
    ("risk at True", risk(70, True), ValueError, ["t_score=True"]),
    ("risk at a dict", risk({}, -1), ValueError, ["age={}"]),
    ("risk for ages of which one is 39", risk([50, 39], -1), ValueError, ["age=39", "40 and 90"]),
    ("risk for ages of which one is NaN", risk(np.array([50, NAN]), -1), ValueError, ["age=nan"]),
    ("risk for ages of which one is None", risk([50, None], -1), ValueError, ["age=None"]),
    ("risk for ages of which one is text", risk(["50", 60], -1), ValueError, ["age='50'"]),
    ("risk for ages of which one is a list", risk([50, [60, 70]], -1), ValueError, ["age="]),
    ("risk for truths", risk(70, [True, False]), ValueError, ["t_score=True"]),
    ("risk for two ages and three T", risk([50, 60], [-1, -2, -3]), ValueError,
     ["age", "(2,)", "t_score", "(3,)"]),
    # fracture ratio
    ("ratio at an unknown site", ratio(site="spine"), ValueError,
     ["site='spine'", "'hip'", "'vertebral'", "'any'"]),
    ("ratio at a misspelt site", ratio(site="vertebra"), ValueError, ["Did you mean 'vertebral'?"]),
    ("ratio at no site", ratio(site=None), ValueError, ["site=None"]),
    ("ratio at two sites", ratio(site=["hip", "any"]), ValueError, ["site=['hip', 'any']"]),
    ("ratio of text", ratio(treated="treated"), ValueError, ["treated='treated'", "simulate()"]),
    ("ratio of a series", ratio(untreated={"ctx": 1}), ValueError, ["untreated=", "simulate()"]),
    ("ratio of a table", ratio(treated=run, untreated=run()), ValueError, ["treated="]),
    ("ratio from NaN", ratio(start=NAN), ValueError, ["start=nan"]),
    ("ratio to None", ratio(stop=None), ValueError, ["stop=None"]),
    ("ratio of no time", ratio(start=3, stop=3), ValueError, ["stop=3", "above 3"]),
    ("ratio of a span backwards", ratio(start=3, stop=1), ValueError, ["stop=1", "above 3"]),
    ("ratio before the runs", ratio(start=-6), ValueError, ["start=-6", "-5 and 20"]),
    ("ratio after the runs", ratio(stop=21), ValueError, ["stop=21", "-5 and 20"]),
    ("ratio without a span", lambda: bl.fracture_ratio(run(), run()), TypeError, ["start", "stop"]),
]
# fmt: on


def test_there_are_enough_malformed_calls_and_each_is_another():
    assert len(ROWS) >= 110
    assert [what for what, n in Counter(row[0] for row in ROWS).items() if n > 1] == []


@pytest.mark.parametrize(
    ("call", "exception", "parts"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_bad_input_is_refused_clearly(call, exception, parts):
    with pytest.raises(exception) as caught:
        call()
    assert caught.type is exception
    message = str(caught.value)
    assert [part for part in parts if part not in message] == [], message


@pytest.mark.parametrize(
    "number", [np.float64(2), np.float32(2), np.int64(2), np.uint8(2), Fraction(2), 2]
)
def test_any_real_number_is_a_number(number):
    given = bl.Raloxifene(mg_per_day=number, start=number, stop=number + 1)
    found = bl.simulate(None, given, start=number, stop=number + 3, hold={"il7": number})
    expected = run(bl.Raloxifene(mg_per_day=2, start=2, stop=3), start=2, stop=5, hold={"il7": 2})
    assert np.array_equal(found.time, expected.time)
    assert np.array_equal(found["ctx"], expected["ctx"])
    assert found.at(number)["ctx"] == expected.at(2)["ctx"]
    assert bl.Patient(age_at_menopause=number + 48).origin == -25
    assert bl.hip_fracture_risk_10y(number + 48, number - 2) == bl.hip_fracture_risk_10y(50, 0)
    assert bl.fracture_ratio(found, expected, start=number, stop=number + 1) == 1


@pytest.mark.parametrize(
    ("patient", "therapies"),
    [
        (bl.Patient(), [bl.AromataseInhibitor()]),
        (bl.Patient(menopause="surgical"), [bl.AromataseInhibitor(start=0)]),
        (bl.Patient(), covered_until(None)),
        (bl.Patient(), covered_until(0)),
        (bl.Patient(), [*covered_until(-1), bl.GnRHAgonist(start=-1, stop=1)]),
        (bl.Patient(), [bl.GnRHAgonist(start=-1.5), *covered_until(-1)]),
        (bl.Patient(menopause=None), covered_until(None)),
        (bl.Patient(menopause=None), [*covered_until(4), bl.GnRHAgonist(start=3)]),
        (
            bl.Patient(menopause=None),
            [bl.AromataseInhibitor(start=1, stop=2), bl.GnRHAgonist(start=1, stop=2)],
        ),
    ],
)
def test_an_aromatase_inhibitor_is_allowed_where_the_ovaries_are_silent(patient, therapies):
    treated = bl.simulate(patient, therapies)
    given = next(t for t in therapies if isinstance(t, bl.AromataseInhibitor))
    assert treated.at(given.start)["aromatase"] < 0.2
