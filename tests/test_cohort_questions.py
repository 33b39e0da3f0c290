"""Questions to a cohort, on tables so small that the answer can be counted by hand."""

import io
import math
import sys
from types import SimpleNamespace

import pandas as pd
import pytest

import bonelab as bl
from bonelab import cohort_progress
from bonelab.cohort_progress import ProgressLine
from bonelab.cohort_questions import crossings, lost_percent, share_with_osteoporosis

# Woman 1 stands below the line from the start, 2 crosses it, 3 lands on it, 4 stays above.
WITHOUT = {1: (-2.6, -3.0), 2: (-2.0, -2.7), 3: (-1.9, -2.5), 4: (-1.0, -1.6)}
WITH = {1: (-2.6, -2.4), 2: (-2.0, -2.1), 3: (-1.9, -2.5), 4: (-1.0, -0.8)}


def table(scores, ages=(51, 61)):
    rows = [
        {
            "woman": woman,
            "time": float(time),
            "age": float(age),
            "t_score_lumbar_spine": score,
            "t_score_femoral_neck": score + 1,
            "bmd_lumbar_spine": 1.047 + 0.11 * score,
        }
        for woman, pair in scores.items()
        for time, age, score in zip((0, 10), ages, pair, strict=True)
    ]
    return pd.DataFrame(rows)


def test_who_crosses_the_line():
    counted = crossings(table(WITHOUT), table(WITH))
    assert counted[:] == (3, 2, 1, 1)
    assert counted.treated_for_one_fewer == 3
    assert crossings(table(WITHOUT), table(WITHOUT)).treated_for_one_fewer == math.inf


def test_what_is_lost():
    lost = lost_percent(table(WITHOUT))
    before, after = 1.047 - 0.22, 1.047 - 0.297
    assert lost[2] == pytest.approx(100 * (before - after) / before)
    assert list(lost.index) == [1, 2, 3, 4]


def test_share_with_osteoporosis_counts_any_site_and_the_ages_asked_for():
    years = table(WITHOUT)
    assert share_with_osteoporosis(years, youngest=50, oldest=60) == 0.25
    assert share_with_osteoporosis(years, youngest=60, oldest=70) == 0.75
    neck = share_with_osteoporosis(years, youngest=60, oldest=70, sites=("femoral_neck",))
    assert neck == 0
    with pytest.raises(ValueError, match="youngest=70"):
        share_with_osteoporosis(years, youngest=70, oldest=80)


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"site": "spine"}, "site='spine'"),
        ({"start": 1}, "start=1"),
        ({"stop": 9}, "stop=9"),
        ({"start": 10, "stop": 0}, "stop=0"),
    ],
)
def test_what_cannot_be_asked_is_refused(options, names):
    with pytest.raises(ValueError, match=names):
        lost_percent(table(WITHOUT), **options)
    with pytest.raises(ValueError, match=names):
        crossings(table(WITHOUT), table(WITH), **options)


def test_other_women_are_no_comparison():
    with pytest.raises(ValueError, match="same women"):
        crossings(table(WITHOUT), table({number: WITH[number] for number in (1, 2, 3)}))


def test_a_treatment_spares_some_of_a_real_cohort():
    women = bl.cohort(60, seed=2)
    untreated, treated = (
        bl.simulate_cohort(women, given, stop=10, progress=False)
        for given in ((), bl.Estradiol(patch_ug_per_day=50, start=0))
    )
    counted = crossings(untreated, treated)
    assert counted.untreated > counted.treated
    assert counted.spared == counted.untreated - counted.treated
    assert (lost_percent(untreated) > lost_percent(treated)).all()


# --- the line of progress ---


@pytest.fixture
def clock(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(cohort_progress.time, "monotonic", lambda: now[0])
    return now


def test_quick_work_shows_nothing(clock):
    stream = io.StringIO()
    line = ProgressLine("women", stream)
    for done in range(1, 11):
        clock[0] += 0.19
        line(done, 10)
    assert stream.getvalue() == ""


def test_slow_work_says_how_far_it_is_and_leaves_no_line(clock):
    stream = io.StringIO()
    line = ProgressLine("women", stream)
    for done in (1, 2, 3):
        clock[0] += 3
        line(done, 4)
    assert "3 of 4 women, about 3 s left" in stream.getvalue()
    line(4, 4)
    left = stream.getvalue().split("\r")
    assert left[-2].strip() == "" and left[-1] == ""


def test_it_is_not_written_more_often_than_it_can_be_read(clock):
    stream = io.StringIO()
    line = ProgressLine("women", stream)
    for done in range(1, 200):
        clock[0] += 0.05
        line(done, 1000)
    assert stream.getvalue().count("women") < 20


def test_in_a_notebook_it_is_not_written_in_red(monkeypatch):
    import IPython

    assert ProgressLine("women")._stream is sys.stderr
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel="there"))
    assert ProgressLine("women")._stream is sys.stdout
