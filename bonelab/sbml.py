"""The model for other simulators, as SBML."""

from collections.abc import Iterable, Mapping

from .course import woman
from .patient import Patient
from .schedule import check_therapies
from .therapy import Therapy


def to_sbml(
    patient: Patient | None = None,
    therapies: Iterable[Therapy] | Therapy = (),
    *,
    parameters: Mapping[str, float] | None = None,
) -> str:
    """Return the model as SBML Level 3 Version 2, for a patient and what she takes.

    The formulas come from the functions that `simulate` runs; series and parameters keep their
    names, units, meanings and sources. Time of the file begins at zero, when she is a healthy
    young adult of 25; `years_from_menopause` is the time of `simulate`. Therapies are events.

    Parameters
    ----------
    patient : Patient, optional
        Who is simulated; natural menopause at 51 if not given.
    therapies : list of Therapy, optional
        What she takes; without a `stop`, up to age 120.
    parameters : dict of str to float, optional
        Parameters with a value other than the table's, within their range.

    Returns
    -------
    str
        The content of an SBML file, to be written in UTF-8.

    Raises
    ------
    ImportError
        If python-libsbml is not installed; the message says how to get it.
    ValueError, KeyError
        If an argument is not allowed; the message says what is.
    """
    patient = woman(patient)
    until = patient.LATEST_AGE - float(patient.age_at_menopause)
    given = check_therapies(therapies, patient, until)
    try:
        from .sbml_document import document
    except ModuleNotFoundError as error:
        raise ImportError(
            "to_sbml needs python-libsbml, which is not installed. Install it with "
            'pip install "bonelab[sbml]"'
        ) from error
    return document(patient, given, parameters, until)
