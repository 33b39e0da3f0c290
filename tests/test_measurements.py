"""Measured values are read with care: units, impossible values, duplicates, contradictions."""

import numpy as np
import pandas as pd
import pytest

from bonelab.measurements import COLUMNS, measurable, read_measurements
from bonelab.parameter_table import default_parameters


def table(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def test_values_come_in_the_units_of_the_series():
    rows = read_measurements(
        table(
            (1, "estradiol", 36.713, "pmol/L"),
            (1, "ctx", 450, "ng/L"),
            (2, "ctx", 0.45, "ug/L"),
            (1, "p1np", 60, "ng/mL"),
            (1, "bmd_total_hip", 850, "mg/cm2"),
        )
    )
    assert [row.quantity for row in rows] == ["estradiol", "ctx", "ctx", "p1np", "bmd_total_hip"]
    assert [row.value for row in rows] == pytest.approx([10, 0.45, 0.45, 60, 0.85], rel=1e-4)
    assert [row.row for row in rows] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("spelled", ["g/cm²", "g/cm2", "G/cm^2", " g / cm2 "])
def test_a_unit_is_known_however_it_is_spelled(spelled):
    (row,) = read_measurements(table((1, "bmd_lumbar_spine", 0.9, spelled)))
    assert row.value == 0.9


def test_micro_has_two_letters_and_both_are_read():
    rows = read_measurements(table((1, "ctx", 0.4, "\u00b5g/L"), (2, "ctx", 0.4, "\u03bcg/L")))
    assert [row.value for row in rows] == [0.4, 0.4]


def test_a_t_score_is_the_bmd_it_stands_for():
    (row,) = read_measurements(table((3, "t_score_lumbar_spine", -1.5, "SD")))
    values = default_parameters()
    expected = values["bmd_lumbar_spine_young_adult"] - 1.5 * values["bmd_lumbar_spine_sd"]
    assert row.quantity == "bmd_lumbar_spine"
    assert row.value == pytest.approx(expected)


def test_the_error_is_the_least_significant_change_over_2_77():
    (row,) = read_measurements(table((1, "ctx", 0.4, "ng/mL")))
    assert row.relative_sd == pytest.approx(
        default_parameters()["least_significant_change_ctx"] / 277
    )


@pytest.mark.parametrize("quantity", measurable())
def test_every_quantity_has_an_error_and_a_series(quantity):
    import bonelab as bl

    for unit, scale in measurable()[quantity].items():
        (row,) = read_measurements(table((1, quantity, (scale.lowest + scale.highest) / 2, unit)))
        assert 0 < row.relative_sd < 0.5
        assert row.quantity in bl.simulate(start=0, stop=1)


def test_of_nothing_measured_nothing_is_read(tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_text("time,quantity,value,unit\n", encoding="utf-8")
    assert read_measurements(None) == read_measurements(empty) == read_measurements(table()) == []


def test_a_file_says_the_same_as_a_table(tmp_path):
    rows = table((1, "ctx", 0.4, "ng/mL"), (2.5, "t_score_total_hip", -1, "SD"))
    file = tmp_path / "woman.csv"
    rows.to_csv(file, index=False)
    assert read_measurements(file) == read_measurements(str(file)) == read_measurements(rows)


WRONG = {
    "unknown quantity": ([(1, "ctxx", 0.4, "ng/mL")], r"row 1: quantity 'ctxx'.*'ctx'\?"),
    "unknown unit": ([(1, "ctx", 0.4, "mol/L")], r"row 1: unit 'mol/L' is not known for ctx"),
    "no unit": ([(1, "ctx", 0.4, None)], r"row 1: unit None is not known for ctx"),
    "t-score with a wrong unit": ([(1, "t_score_total_hip", -1, "%")], r"row 1: unit '%'.*SD"),
    "wrong unit by a factor": ([(1, "ctx", 450.0, "ng/mL")], r"450 ng/mL.*Is the unit ng/L\?"),
    "impossible": ([(1, "p1np", -3.0, "ug/L")], r"row 1: p1np of -3 ug/L is impossible"),
    "not a number": ([(1, "p1np", "high", "ug/L")], r"row 1: value='high' is not a number"),
    "not there": ([(1, "p1np", np.nan, "ug/L")], r"row 1: value=nan is not a finite number"),
    "too late": ([(75, "p1np", 50, "ug/L")], r"row 1: time=75 .*between -26 and 60 years"),
    "twice": (
        [(1, "ctx", 0.4, "ng/mL"), (2, "p1np", 50, "ug/L"), (1, "ctx", 400, "ng/L")],
        r"rows 1 and 3 are the same: ctx at 1 years",
    ),
    "contradicting": (
        [(1, "ctx", 0.4, "ng/mL"), (1, "ctx", 0.6, "ng/mL")],
        r"rows 1 and 2 contradict each other",
    ),
    "scan and T-score contradict": (
        [(1, "bmd_total_hip", 0.9, "g/cm2"), (1, "t_score_total_hip", -2, "SD")],
        r"rows 1 and 2 contradict.*total hip at 1 years differ by 1\.66 SD",
    ),
    "one scan, said twice": (
        [(1, "bmd_total_hip", 0.881, "g/cm2"), (1, "t_score_total_hip", -0.5, "SD")],
        r"rows 1 and 2 are one scan",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_with_its_row(case):
    rows, message = WRONG[case]
    with pytest.raises(ValueError, match=message):
        read_measurements(table(*rows))


def test_columns_are_named():
    with pytest.raises(ValueError, match=r"column 'values' is not allowed.*Did you mean 'value'"):
        read_measurements(table((1, "ctx", 0.4, "ng/mL")).rename(columns={"value": "values"}))
    with pytest.raises(ValueError, match="the column 'unit' is missing"):
        read_measurements(table((1, "ctx", 0.4, "ng/mL")).drop(columns="unit"))
    with pytest.raises(ValueError, match="neither a DataFrame"):
        read_measurements(5)
