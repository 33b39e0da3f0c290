"""The SBML file: it is correct, says what our tables say, and another simulator agrees with us."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import libsbml
import numpy as np
import pytest

import bonelab as bl
from bonelab import sbml_document, sbml_formulas, sbml_units
from bonelab.model import network
from bonelab.parameter_table import completed, read_table, table
from bonelab.sbml_formulas import Functions
from bonelab.simulation import run
from bonelab.solver import Solver
from bonelab.therapies import Therapy

from .simulator import libroadrunner

DOCUMENT = Path(__file__).parents[1] / "docs" / "sbml.md"
TIGHTEST = Solver("plain", relative=1e-11, absolute=1e-13)
AGREEMENT = 1e-5
ON = {"start": 1.25, "stop": 8.25}
ALONE = [
    bl.Estradiol(patch_ug_per_day=50, **ON),
    bl.Estradiol(oral_mg_per_day=1, **ON),
    *(
        kind(**ON)
        for kind in (
            *(bl.ConjugatedEstrogens, bl.Progestogen, bl.Testosterone, bl.AromataseInhibitor),
            *(bl.GnRHAgonist, bl.Raloxifene, bl.Tamoxifen, bl.Bazedoxifene, bl.Lasofoxifene),
            *(bl.Denosumab, bl.Alendronate, bl.CalciumVitaminD),
            *(bl.Anakinra, bl.Etanercept, bl.AntiIL6, bl.AntiIL7),
        )
    ),
]
SEVERAL = {
    # A switch where another is, a gap, and doses that add up.
    "estrogens": (
        bl.Patient(),
        [
            bl.Estradiol(patch_ug_per_day=25, start=0, stop=6),
            bl.Estradiol(patch_ug_per_day=50, start=3, stop=9),
            bl.ConjugatedEstrogens(start=9, stop=12),
            bl.Progestogen(start=0, stop=4),
            bl.Progestogen(start=3, stop=12),
            bl.CalciumVitaminD(start=-4),
        ],
    ),
    # Two injections at one moment, one at the very beginning, and what follows. All times are
    # binary fractions: at a switch the value to its right is reported, and rounding has no say.
    "denosumab": (
        bl.Patient(menopause=None, age_at_menopause=50.5),
        [
            bl.Denosumab(start=-25.5, stop=-23.5, every_months=12),
            bl.Denosumab(start=1.125, stop=4.125, every_months=6),
            bl.Denosumab(start=1.125, mg=30, every_months=9),
            bl.Alendronate(start=4.125),
        ],
    ),
    # What begins before surgery, at surgery and after it.
    "surgery": (
        bl.Patient(menopause="surgical", age_at_menopause=45, ageing=False),
        [
            bl.GnRHAgonist(start=-2, stop=0),
            bl.AromataseInhibitor(start=-2, stop=3),
            bl.Raloxifene(start=0, stop=10),
            bl.Etanercept(start=10),
            bl.AntiIL7(start=1, stop=11),
        ],
    ),
}
COURSES = (
    {
        "no menopause": (bl.Patient(menopause=None), []),
        "natural": (bl.Patient(), []),
        "surgical": (bl.Patient(menopause="surgical"), []),
    }
    | {repr(therapy): (bl.Patient(), [therapy]) for therapy in ALONE}
    | SEVERAL
)


def model(*arguments, **named):
    """Return the SBML of a patient, read again."""
    document = libsbml.readSBMLFromString(bl.to_sbml(*arguments, **named))
    # A model of its own: the document's ends with the document.
    return document.getModel().clone()


def test_every_therapy_is_among_those_alone():
    kinds = {kind for kind in vars(bl).values() if isinstance(kind, type)}
    therapies = {kind for kind in kinds if issubclass(kind, Therapy)}
    assert {type(therapy) for therapy in ALONE} == therapies


@pytest.mark.parametrize("name", COURSES)
def test_another_simulator_agrees(name):
    patient, therapies = COURSES[name]
    ours = run(patient, therapies, solver=TIGHTEST)
    theirs = libroadrunner(bl.to_sbml(patient, therapies), [*ours], ours.time - patient.origin)
    apart = {
        series: np.abs(values - ours[series]).max()
        for series, values in theirs.items()
        if not np.abs(values - ours[series]).max() <= AGREEMENT * np.abs(ours[series]).max()
    }
    assert apart == {}
    assert len(theirs) == len(ours) > 80


def test_every_dose_is_given_somewhere():
    runs = [run(*COURSES[name], solver=TIGHTEST) for name in COURSES]
    doses = {name for name in network.INPUTS if name in runs[0]} | {"denosumab_depot"}
    assert {name for name in doses for ours in runs if np.ptp(ours[name]) > 0} == doses


def test_libsbml_finds_no_error_in_the_file_as_it_is():
    document = libsbml.readSBMLFromString(bl.to_sbml(*SEVERAL["surgery"]))
    assert document.getLevel() == 3
    document.checkConsistency()
    log = document.getErrorLog()
    assert log.getNumFailsWithSeverity(libsbml.LIBSBML_SEV_ERROR) == 0, log.toString()
    # Where functions call functions, one check in six cannot tell a unit: always another rule of
    # the same file. Whether the units are right is tested without them, below.
    found = {log.getError(i).getErrorId() for i in range(log.getNumErrors())}
    assert found <= {libsbml.RateRuleParameterMismatch, libsbml.AssignRuleParameterMismatch}


@pytest.fixture
def without_nesting(monkeypatch):
    """Write no function that calls another, so that units are checked fast and for certain."""
    monkeypatch.setattr(sbml_formulas, "SHARED", tuple(network.ALGEBRAIC))


@pytest.mark.parametrize("name", [*SEVERAL])
def test_libsbml_finds_nothing_wrong_not_even_with_a_unit(name, without_nesting):
    document = libsbml.readSBMLFromString(bl.to_sbml(*SEVERAL[name]))
    assert document.checkConsistency() == 0, document.getErrorLog().toString()


@pytest.mark.parametrize("therapy", ALONE, ids=repr)
def test_libsbml_finds_nothing_wrong_with_any_therapy(therapy):
    document = libsbml.readSBMLFromString(bl.to_sbml(bl.Patient(), [therapy]))
    # Units are those of every file, checked above.
    document.setConsistencyChecks(libsbml.LIBSBML_CAT_UNITS_CONSISTENCY, False)
    assert document.checkConsistency() == 0, document.getErrorLog().toString()


def test_a_wrong_unit_is_seen(monkeypatch, without_nesting):
    row = replace(table()["estradiol_skeletal"], unit="ng/mL")
    monkeypatch.setattr(sbml_document, "table", lambda: {**table(), "estradiol_skeletal": row})
    assert libsbml.readSBMLFromString(bl.to_sbml()).checkConsistency() > 0


def test_series_and_parameters_keep_their_names_and_values():
    ours, theirs = bl.simulate(), model()
    assert all(theirs.getParameter(name) is not None for name in ours)
    values = completed()
    rows = [name for name in table() if theirs.getParameter(name) is not None]
    assert len(rows) > 250
    for name in rows:
        parameter = theirs.getParameter(name)
        assert parameter.getConstant()
        # libSBML writes fifteen digits.
        assert parameter.getValue() == pytest.approx(values[name], rel=1e-14)
        assert parameter.getUnits() == sbml_units.identifier(table()[name].unit)


def test_a_parameter_says_what_it_is_and_where_it_comes_from():
    rows = {row["key"]: row for row in read_table("references.csv")}
    theirs, cited = model(), 0
    for name, row in table().items():
        parameter = theirs.getParameter(name)
        if parameter is None:
            continue
        notes = parameter.getNotesString()
        assert f"Kind: {row.kind}." in notes
        doi = rows.get(row.source, {"doi": ""})["doi"]
        resources = [
            parameter.getCVTerm(i).getResourceURI(0) for i in range(parameter.getNumCVTerms())
        ]
        assert resources == ([f"https://identifiers.org/doi/{doi}"] if doi else [])
        cited += bool(doi)
    assert cited > 100
    notes = theirs.getParameter("estradiol_decline_begins").getNotesString()
    assert "When estradiol begins to fall, from the final menstrual period." in notes
    assert "Kind: measured. Plausible range: -2.54 to -1.52, years." in notes


def test_every_unit_of_the_tables_is_known():
    units = {row["unit"] for row in read_table("looks.csv")} | {r.unit for r in table().values()}
    for unit in units:
        assert libsbml.SyntaxChecker.isValidSBMLSId(sbml_units.identifier(unit))


@pytest.mark.parametrize(
    ("unit", "size"),
    [
        ("pg/mL", {"gram": 1e-12, "litre": 1e3}),
        ("per mg/day", {"second": 86400, "gram": 1e3}),
        ("g/cm²", {"gram": 1, "metre": 1e4}),
        ("share per year", {"second": 1 / 31557600}),
        ("µg/day", {"gram": 1e-6, "second": 1 / 86400}),
        ("healthy = 1", {}),
    ],
)
def test_a_unit_is_as_large_as_it_says(unit, size):
    sizes = {f.kind: (f.multiplier * 10**f.scale) ** f.exponent for f in sbml_units.factors(unit)}
    assert sizes == pytest.approx(size)


def test_time_is_in_years_and_begins_in_health():
    theirs = model(bl.Patient(age_at_menopause=48))
    assert theirs.getTimeUnits() == "year"
    rule = libsbml.formulaToL3String(
        theirs.getAssignmentRuleByVariable("years_from_menopause").getMath()
    )
    assert rule == "young_adult_age + time - age_at_menopause"
    assert "time 23" in theirs.getNotesString()
    assert "not medical advice" in theirs.getNotesString()
    assert theirs.getNumEvents() == 0


def test_what_begins_at_the_origin_needs_no_event():
    theirs = model(bl.Patient(age_at_menopause=50), [bl.Raloxifene(start=-25)])
    assert theirs.getParameter("raloxifene").getValue() == 60
    assert theirs.getNumEvents() == 0


def test_events_fire_even_if_true_at_the_beginning():
    theirs = model(bl.Patient(age_at_menopause=50), [bl.Denosumab(start=-25), bl.Tamoxifen()])
    events = [theirs.getEvent(i) for i in range(theirs.getNumEvents())]
    assert [event.getId() for event in events] == ["switch_2", "denosumab_1_injection"]
    assert not any(event.getTrigger().getInitialValue() for event in events)


def test_other_parameters_are_written_with_what_follows_from_them():
    theirs = model(bl.Patient(), [], parameters={"estradiol_peripheral": 6})
    assert theirs.getParameter("estradiol_peripheral").getValue() == 6
    expected = completed({"estradiol_peripheral": 6})["estradiol_healthy"]
    assert theirs.getParameter("estradiol_healthy").getValue() == expected
    formula = theirs.getInitialAssignmentBySymbol("estradiol_healthy").getMath()
    assert libsbml.formulaToL3String(formula) == "estradiol_ovarian + estradiol_peripheral"


def test_formulas_do_not_grow_along_the_network():
    """Some simulators write a rule out wherever its variable is read."""
    functions = {function.name: function for function in Functions()}
    written_out: dict[str, int] = {}
    for name, call in Functions().nodes.items():
        arguments = functions[call.split("(")[0]].arguments
        written_out[name] = sum(written_out.get(a, 1) for a in arguments)
    assert set(written_out) == set(network.ALGEBRAIC)
    assert max(written_out.values()) < 400


def test_health_follows_from_a_parameter_changed_in_the_file():
    document = libsbml.readSBMLFromString(bl.to_sbml(bl.Patient(menopause=None, ageing=False)))
    for name, value in {"turnover_trabecular": 0.3, "p1np_healthy": 50.0}.items():
        document.getModel().getParameter(name).setValue(value)
    changed = libsbml.writeSBMLToString(document)
    names = ["bmd_lumbar_spine", "trabecular_young", "trabecular_mature", "p1np", "ctx"]
    theirs = libroadrunner(changed, names, np.array([10.0, 46.0]))
    usual = bl.simulate().at(-5)
    assert theirs["p1np"] == pytest.approx([50, 50], rel=1e-9)
    assert theirs["bmd_lumbar_spine"] == pytest.approx([usual["bmd_lumbar_spine"]] * 2, rel=1e-9)
    assert (theirs["trabecular_young"] > usual["trabecular_young"] + 0.01).all()


def test_the_example_of_the_document_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)[0]
    exec(first, {})
    written = libsbml.readSBMLFromFile("treated.xml").getModel()
    assert written.getNumEvents() == 3


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="is not a Patient"):
        bl.to_sbml("natural")
    with pytest.raises(ValueError, match="is not a therapy"):
        bl.to_sbml(bl.Patient(), ["Raloxifene"])
    with pytest.raises(ValueError, match="pituitary"):
        bl.to_sbml(bl.Patient(), [bl.AromataseInhibitor(start=-2)])
    with pytest.raises(KeyError, match="ctx_healthy"):
        bl.to_sbml(bl.Patient(), parameters={"ctx_helthy": 0.3})


WITHOUT = """
import sys
sys.modules["libsbml"] = None
import bonelab as bl
try:
    bl.to_sbml()
except ImportError as error:
    print(error)
"""


def python(source):
    command = [sys.executable, "-c", source]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_without_the_extra_it_says_how_to_get_it():
    said = python(WITHOUT)
    assert 'pip install "bonelab[sbml]"' in said
    assert "libsbml" in said


def test_importing_bonelab_does_not_import_libsbml():
    assert python("import sys, bonelab; print('libsbml' in sys.modules)").strip() == "False"
