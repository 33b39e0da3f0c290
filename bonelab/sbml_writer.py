"""Writing SBML: quantities with units and notes, rules and events, through libSBML.

libSBML answers a bad value with a code, not with an error; here it becomes an error.
"""

from collections.abc import Iterable, Mapping
from html import escape

import libsbml

from .sbml_units import factors, identifier

LEVEL, VERSION = 3, 2
XHTML = "http://www.w3.org/1999/xhtml"


class Writer:
    """An SBML model that grows.

    Parameters
    ----------
    name : str
        Identifier of the model.
    notes : iterable of str
        What it says about itself, one paragraph each.
    """

    def __init__(self, name: str, notes: Iterable[str]) -> None:
        self._document = libsbml.SBMLDocument(LEVEL, VERSION)
        self._model = self._document.createModel()
        _checked(self._model.setId(name))
        _checked(self._model.setName(name))
        _checked(self._model.setTimeUnits(self._unit("years")))
        _write_notes(self._model, notes)

    def text(self) -> str:
        """Return the file."""
        return libsbml.writeSBMLToString(self._document)

    def quantity(
        self,
        name: str,
        value: float | None,
        unit: str,
        *,
        title: str = "",
        notes: Iterable[str] = (),
        doi: str = "",
        constant: bool = False,
    ) -> None:
        """Add a quantity; without a value, a rule gives it."""
        parameter = self._model.createParameter()
        _checked(parameter.setId(name))
        _checked(parameter.setMetaId(name))
        _checked(parameter.setConstant(constant))
        _checked(parameter.setUnits(self._unit(unit)))
        if value is not None:
            _checked(parameter.setValue(value))
        if title:
            _checked(parameter.setName(title))
        _write_notes(parameter, notes)
        if doi:
            term = libsbml.CVTerm(libsbml.BIOLOGICAL_QUALIFIER)
            term.setBiologicalQualifierType(libsbml.BQB_IS_DESCRIBED_BY)
            _checked(term.addResource(f"https://identifiers.org/doi/{doi}"))
            _checked(parameter.addCVTerm(term))

    def function(self, name: str, arguments: Iterable[str], formula: str) -> None:
        """Define a function."""
        definition = self._model.createFunctionDefinition()
        _checked(definition.setId(name))
        _checked(definition.setMath(_parsed(f"lambda({', '.join([*arguments, formula])})")))

    def begins_at(self, name: str, formula: str) -> None:
        """Say that a quantity begins at what a formula gives."""
        assignment = self._model.createInitialAssignment()
        _checked(assignment.setSymbol(name))
        _checked(assignment.setMath(_parsed(formula)))

    def equals(self, name: str, formula: str) -> None:
        """Say that a quantity is always what a formula gives."""
        rule = self._model.createAssignmentRule()
        _checked(rule.setVariable(name))
        _checked(rule.setMath(_parsed(formula)))

    def changes_by(self, name: str, formula: str) -> None:
        """Say how fast a quantity changes."""
        rule = self._model.createRateRule()
        _checked(rule.setVariable(name))
        _checked(rule.setMath(_parsed(formula)))

    def event(self, name: str, title: str, when: str, assignments: Mapping[str, str]) -> None:
        """Add what happens once a condition comes true, also when it is true at the beginning.

        Of events at one moment each sees what the others have done, so that doses add up.
        """
        event = self._model.createEvent()
        _checked(event.setId(name))
        _checked(event.setName(title))
        _checked(event.setUseValuesFromTriggerTime(False))
        trigger = event.createTrigger()
        _checked(trigger.setInitialValue(False))
        _checked(trigger.setPersistent(True))
        _checked(trigger.setMath(_parsed(when)))
        for variable, formula in assignments.items():
            assignment = event.createEventAssignment()
            _checked(assignment.setVariable(variable))
            _checked(assignment.setMath(_parsed(formula)))

    def _unit(self, unit: str) -> str:
        """Return the identifier of a unit, defined if it is new."""
        name = identifier(unit)
        if name != "dimensionless" and self._model.getUnitDefinition(name) is None:
            definition = self._model.createUnitDefinition()
            _checked(definition.setId(name))
            for factor in factors(unit):
                part = definition.createUnit()
                _checked(part.setKind(libsbml.UnitKind_forName(factor.kind)))
                _checked(part.setExponent(factor.exponent))
                _checked(part.setScale(factor.scale))
                _checked(part.setMultiplier(factor.multiplier))
        return name


def _write_notes(element: libsbml.SBase, paragraphs: Iterable[str]) -> None:
    body = "".join(f"<p>{escape(line)}</p>" for line in paragraphs)
    if body:
        _checked(element.setNotes(f'<body xmlns="{XHTML}">{body}</body>'))


def _parsed(formula: str) -> libsbml.ASTNode:
    tree = libsbml.parseL3Formula(formula)
    if tree is None:
        raise ValueError(f"{formula!r}: {libsbml.getLastParseL3Error()}")
    return tree


def _checked(code: int) -> None:
    if code != libsbml.LIBSBML_OPERATION_SUCCESS:
        raise ValueError(libsbml.OperationReturnValue_toString(code).strip())
