"""What the SBML file says: every quantity with its unit and meaning, every formula, every event."""

import inspect
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from .healthy import derived, healthy_states
from .model import network
from .parameter_table import completed, read_table, table
from .patient import Patient
from .sbml_formulas import NUMBERS, TIME, Formula, Functions, Names, parameters_used
from .sbml_units import identifier
from .sbml_writer import Writer
from .schedule import inputs_at
from .therapies import Denosumab
from .therapy import Therapy

# What is no series: its unit, and what it is.
PATIENT = {
    "age": ("years", "Age"),
    "age_at_menopause": ("years", "Age at the final menstrual period, or at surgery"),
    "ageing_on": ("on = 1", "Whether bone ages"),
    "natural_menopause": ("on = 1", "Whether she comes to a natural menopause"),
    "surgical_menopause": ("on = 1", "Whether the ovaries have been removed"),
}


def document(
    patient: Patient,
    therapies: list[Therapy],
    parameters: Mapping[str, float] | None,
    until: float,
) -> str:
    """Return the SBML file of a patient and her therapies; injections are given before `until`."""
    functions = Functions()
    writer = Writer("bonelab", _about(patient, therapies))
    for function in functions:
        writer.function(function.name, function.arguments, function.formula)
    _write_time(writer)
    _write_parameters(writer, completed(parameters))
    for name, level in _levels(patient.origin, patient, therapies).items():
        unit, title = _look(name)
        writer.quantity(name, level, unit, title=title)
    _write_states(writer, functions, completed(parameters))
    for name, formula in functions.nodes.items():
        unit, title = _look(name)
        writer.quantity(name, None, unit, title=title, notes=_meaning(network.ALGEBRAIC[name]))
        writer.equals(name, formula)
    _write_switches(writer, patient, therapies)
    injected = [therapy for therapy in therapies if isinstance(therapy, Denosumab)]
    for number, therapy in enumerate(injected, start=1):
        _write_injections(writer, f"denosumab_{number}", therapy, until)
    return writer.text()


def _about(patient: Patient, therapies: list[Therapy]) -> list[str]:
    cautions = {row["key"]: row["text"] for row in read_table("cautions.csv")}
    return [
        "bonelab: how estrogen keeps bone in balance, and what happens when it goes.",
        f"The woman: {patient}. What she takes: {', '.join(map(str, therapies)) or 'nothing'}.",
        f"Time is in years. At time 0 she is a healthy young adult of {patient.YOUNG_ADULT_AGE}. "
        f"{TIME} counts from the final menstrual period, or from surgery, which is at time "
        f"{-patient.origin:g}.",
        "Numbers without a unit are relative to health (= 1), fractions, or 1 for what is given.",
        "A function name_from is what the mechanism says. A function name_of is the same from "
        "fewer arguments: it calls the functions between.",
        cautions["therapy"],
    ]


def _write_time(writer: Writer) -> None:
    """Write the clock of the model, and the numbers that have a unit."""
    young, title = float(Patient.YOUNG_ADULT_AGE), "Age of the healthy young adult, at time 0"
    writer.quantity("young_adult_age", young, "years", title=title, constant=True)
    for number, (name, unit, title) in NUMBERS.items():
        writer.quantity(name, float(number), unit, title=title, constant=True)
    writer.quantity(TIME, None, "years", title="Years from the final menstrual period")
    writer.equals(TIME, "young_adult_age + time - age_at_menopause")


def _write_parameters(writer: Writer, values: Mapping[str, float]) -> None:
    references = {row["key"]: row for row in read_table("references.csv")}
    names: Any = Names()
    follow: Mapping[str, Any] = derived(names)
    for name in dict.fromkeys([*parameters_used(), *names]):
        if name in follow:
            formula = follow[name].text
            notes = ["It follows from other parameters, so that health is a steady state."]
            writer.quantity(name, values[name], _unit(formula), notes=notes, constant=True)
            writer.begins_at(name, formula)
            continue
        row = table()[name]
        source = references.get(row.source)
        notes = [
            f"{row.meaning}.",
            f"Kind: {row.kind}. Plausible range: {row.low:g} to {row.high:g}, {row.unit}.",
            f"Source: {_citation(source) if source else 'this model'}.",
        ]
        doi = source["doi"] if source else ""
        writer.quantity(name, values[name], row.unit, notes=notes, doi=doi, constant=True)


def _unit(formula: str) -> str:
    """Return the unit of what follows: a ratio has none, a sum that of its first parameter."""
    names = re.findall(r"[a-z]\w*", formula)
    return "1" if "/" in formula else next(table()[n].unit for n in names if n in table())


def _citation(row: Mapping[str, str]) -> str:
    return f"{row['authors']} {row['title']}. {row['journal']}, {row['year']}"


@cache
def _looks() -> dict[str, tuple[str, str]]:
    """Return the unit and the title of every node."""
    rows = {row["series"]: (row["unit"], row["name"]) for row in read_table("looks.csv")}
    return rows | PATIENT


def _look(name: str) -> tuple[str, str]:
    return _looks()[name]


def _meaning(function: Callable[..., Any]) -> list[str]:
    """Return the paragraphs of a function's docstring."""
    return [" ".join(part.split()) for part in (inspect.getdoc(function) or "").split("\n\n")]


def _write_states(writer: Writer, functions: Functions, values: Mapping[str, float]) -> None:
    names: Any = Names()
    begins: Mapping[str, Any] = healthy_states(names)
    healthy = healthy_states(values)
    for name, formula in functions.rates.items():
        unit, title = _look(name)
        notes = _meaning(network.RATES[name])
        writer.quantity(name, healthy[name], unit, title=title, notes=notes)
        if isinstance(begins[name], Formula):
            writer.begins_at(name, begins[name].text)
        writer.changes_by(name, formula)


def _levels(time: float, patient: Patient, therapies: list[Therapy]) -> dict[str, float]:
    """Return what patient and therapies set at a moment; the ovaries are there until surgery."""
    levels = inputs_at(time, patient, therapies)
    del levels["time"]
    return levels | ({"surgical_menopause": 0.0} if time < 0 else {})


def _write_switches(writer: Writer, patient: Patient, therapies: list[Therapy]) -> None:
    """Write one event for each moment at which a therapy begins or ends, or she has surgery."""
    given = [time for therapy in therapies for time in (therapy.start, therapy.stop)]
    times = {float(time) for time in (*given, *patient.surgery()) if time is not None}
    before = _levels(patient.origin, patient, therapies)
    for number, time in enumerate(sorted(times), start=1):
        after = _levels(time, patient, therapies)
        changed = {name: level for name, level in after.items() if level != before[name]}
        before = after
        if changed:
            writer.event(
                f"switch_{number}",
                ", ".join(f"{_look(name)[1]}: {level:g}" for name, level in changed.items()),
                f"{TIME} >= {time!r} year",
                {n: f"{level!r} {identifier(_look(n)[0])}" for n, level in changed.items()},
            )


def _write_injections(writer: Writer, name: str, therapy: Denosumab, until: float) -> None:
    """Write one event that comes back for every injection, and the count of those given."""
    given, total = f"{name}_injections", len(therapy.injections(until))
    interval = therapy.every_months / 12
    writer.quantity(given, 0.0, "1", title="Injections of denosumab given so far")
    writer.event(
        f"{name}_injection",
        f"Denosumab, {therapy.mg:g} mg every {therapy.every_months:g} months",
        f"{given} < {total} dimensionless && "
        f"{TIME} >= {float(therapy.start)!r} year + {given} * {interval!r} year",
        {
            "denosumab_depot": f"denosumab_depot + {float(therapy.mg)!r} mg",
            given: f"{given} + 1 dimensionless",
        },
    )
