"""Every clinical target, one test case each; what is missed is listed, and only that."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from bonelab.parameter_table import read_table, table
from bonelab.targets import Answers, Target, simulated_targets

ROOT = Path(__file__).resolve().parents[1]
ANSWERS = Answers()
TARGETS = simulated_targets()


@cache
def known_misses() -> dict[str, str]:
    return {row["id"]: row["reason"] for row in read_table("known_misses.csv")}


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.id)
def test_target(target: Target):
    answer = ANSWERS(target)
    inside = target.holds(answer)
    if target.id in known_misses():
        assert not inside, f"{target.id} is listed as a miss and is met: {answer:.4g}"
    else:
        assert inside, f"{target.id}: {answer:.4g} is not in [{target.low:g}, {target.high:g}]"


def test_all_rows_are_answered():
    assert sum(target.role == "fit" for target in TARGETS) == 45
    assert sum(target.role == "check" for target in TARGETS) == 20


def test_enough_targets_are_met():
    missed = [target.role for target in TARGETS if target.id in known_misses()]
    assert missed.count("fit") <= 2
    assert missed.count("check") <= 4


def test_known_misses_are_targets_with_a_reason():
    ids = {target.id for target in TARGETS}
    for id_, reason in known_misses().items():
        assert id_ in ids
        assert len(reason.split()) >= 8, f"{id_}: the reason says too little"


def test_calibration_reads_no_check_row(monkeypatch):
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import calibrate
    finally:
        sys.path.pop(0)
    asked = []

    def remember(self, target):
        asked.append(target)
        return target.value

    monkeypatch.setattr(Answers, "__call__", remember)
    calibrate.misfits(calibrate.prior(calibrate.fitted_names())[0])
    assert len(asked) == 45
    assert {target.role for target in asked} == {"fit"}


def test_fitted_rows_say_how_well_the_data_determine_them():
    fitted = {name for name, row in table().items() if row.kind == "fitted"}
    rows = {row["name"]: row for row in read_table("calibration.csv")}
    assert set(rows) == fitted
    for name, row in rows.items():
        assert float(row["value"]) == pytest.approx(table()[name].value)
        assert row["determined"] in ("well", "partly", "not determined")
        assert row["date"] and float(row["misfit"]) > 0


def test_every_parameter_lies_in_its_range():
    for row in table().values():
        assert row.low <= row.value <= row.high, row.name
        assert row.kind in ("measured", "fitted", "illustrative"), row.name
        assert row.meaning and row.source and row.unit, row.name


def test_validate_ends_with_the_count():
    shown = subprocess.run(
        [sys.executable, ROOT / "scripts" / "validate.py"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout.splitlines()
    missed = [t.role for t in TARGETS if t.id in known_misses()]
    fit, check = 45 - missed.count("fit"), 20 - missed.count("check")
    assert shown[-1] == f"targets inside their interval: fit {fit} of 45, check {check} of 20"
    assert shown[-1] in (ROOT / "README.md").read_text(encoding="utf-8")
    for target, line in zip(TARGETS, shown, strict=False):
        assert line.startswith(target.id)
        assert line.endswith("MISS" if target.id in known_misses() else "ok")
