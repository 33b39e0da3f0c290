"""The rows of kind `direction` in `bonelab/data/clinical_targets.csv`: only sign or order counts.

Most come from mice or from culture, where no value can be asked of a model of women; how each is
answered stands in its test.
"""

import re
from pathlib import Path

import pytest

import bonelab as bl
from bonelab.parameter_table import read_table
from tests.runs import run

TRABECULAR, CORTICAL = "bone_volume_trabecular", "bone_volume_cortical"
SPINE, NECK = "bmd_lumbar_spine", "bmd_femoral_neck"
ESTROGENS = bl.ConjugatedEstrogens(start=5)
COMBINED = (ESTROGENS, bl.Progestogen(start=5))
# Ovariectomy in mice is looked at after weeks to months; in women it takes some times longer.
OVARIECTOMY = (0.25, 0.5, 1)


def loss(t, *therapies, cut=()):
    """Share of trabecular bone lost to ovariectomy."""
    surgical = run(*therapies, menopause="surgical", cut=cut).at(t)[TRABECULAR]
    return 1 - surgical / run(*therapies, menopause=None, cut=cut).at(t)[TRABECULAR]


def share_of_loss(t, *therapies, cut=()):
    return loss(t, *therapies, cut=cut) / loss(t)


def index(series, *therapies, t=8):
    """A receptor index years into a therapy, and that of the untreated twin."""
    return run(*therapies).at(t)[series], run().at(t)[series]


def test_T023_estradiol_below_5_means_more_fractures():
    low = run(bl.AromataseInhibitor(start=5))
    assert low.at(6)["estradiol"] < 5
    for site in ("hip", "vertebral"):
        assert bl.fracture_ratio(low, run(), site=site, start=6, stop=10) > 1.05


@pytest.mark.parametrize("series", [SPINE, NECK])
def test_T031_the_loss_begins_about_a_year_before_the_final_period(series):
    change = {
        t: 100 * (run(start=-6).at(t + 1)[series] / run(start=-6).at(t)[series] - 1)
        for t in (-5, -4, -3, -2, -1, 0)
    }
    for t in (-5, -4, -3):
        assert abs(change[t]) < 0.1
    assert change[-1] < -0.2
    assert change[0] < change[-1] < change[-2] <= 0


def test_T099_estradiol_raises_opg():
    without, normal = (
        run(menopause=None, ageing=False, hold={"estradiol_local": level}).at(0)["opg_production"]
        for level in (0, 100)
    )
    assert normal > 1.1 * without


@pytest.mark.parametrize("t", OVARIECTOMY)
def test_T119_without_a_thymus_the_loss_is_clearly_smaller(t):
    assert 0 < share_of_loss(t, cut=("t_cells",)) < 0.9


@pytest.mark.parametrize("t", OVARIECTOMY)
def test_T121_blocking_tnf_protects(t):
    assert share_of_loss(t, cut=("tnf",)) < 0.85
    assert share_of_loss(t, bl.Etanercept()) < 0.85


@pytest.mark.parametrize("t", OVARIECTOMY)
def test_T122_blocking_il6_hardly_protects(t):
    without_il6 = share_of_loss(t, cut=("il6",))
    blocked = share_of_loss(t, bl.AntiIL6())
    assert without_il6 > 0.9 and blocked > 0.9
    assert without_il6 > share_of_loss(t, cut=("tnf",)) + 0.05
    assert blocked > share_of_loss(t, bl.Etanercept()) + 0.05


@pytest.mark.parametrize("t", OVARIECTOMY)
def test_T152_without_er_beta_the_trabecular_loss_is_that_of_any_mouse(t):
    assert 0.75 <= share_of_loss(t, cut=("er_beta",)) <= 1.25


@pytest.mark.parametrize("t", [-25, -24, -23])
def test_T155_without_er_alpha_in_osteoclasts_trabecular_bone_is_lost(t):
    """In the first years of the knock-out; a run begins at age 25, at -26."""
    knocked_out = run(
        menopause=None, ageing=False, cut=("er_alpha@osteoclasts",), start=-26, stop=-20
    ).at(t)
    assert knocked_out[TRABECULAR] < 0.99
    assert knocked_out[TRABECULAR] < knocked_out[CORTICAL]


def test_T203_unopposed_estrogen_makes_the_endometrium_grow():
    unopposed, placebo = index("endometrial_index", ESTROGENS)
    assert unopposed > 2 * placebo


def test_T204_on_placebo_the_endometrium_rests():
    unopposed, placebo = index("endometrial_index", ESTROGENS)
    premenopausal = run(menopause=None).at(8)["endometrial_index"]
    assert placebo < 0.5 * unopposed
    assert placebo < 0.5 * premenopausal


def test_T207_continuous_combined_therapy_brings_no_hyperplasia():
    combined, placebo = index("endometrial_index", *COMBINED)
    unopposed, _ = index("endometrial_index", ESTROGENS)
    premenopausal = run(menopause=None).at(8)["endometrial_index"]
    assert combined - placebo < 0.15 * (unopposed - placebo)
    assert combined < 0.5 * premenopausal


def test_T209_continuous_combined_therapy_is_below_placebo():
    combined, placebo = index("endometrial_index", *COMBINED)
    assert combined < placebo


@pytest.mark.parametrize("series", [SPINE, NECK, "bmd_total_hip"])
def test_T212_estradiol_with_testosterone_gains_more_than_estradiol(series):
    estradiol, testosterone = (
        bl.Estradiol(patch_ug_per_day=50, start=5),
        bl.Testosterone(start=5),
    )
    alone, both = (run(*given).at(7)[series] for given in ((estradiol,), (estradiol, testosterone)))
    assert both > alone > run().at(7)[series]


def test_T226_raloxifene_leaves_the_endometrium():
    raloxifene, placebo = index("endometrial_index", bl.Raloxifene(start=5))
    unopposed, _ = index("endometrial_index", ESTROGENS)
    assert abs(raloxifene - placebo) < 0.15 * (unopposed - placebo)


def test_T238_raloxifene_lowers_the_breast_index():
    raloxifene, placebo = index("breast_index", bl.Raloxifene(start=5))
    assert raloxifene < 0.8 * placebo


def test_T248_tamoxifen_raises_the_endometrial_index():
    tamoxifen, placebo = index("endometrial_index", bl.Tamoxifen(start=5))
    raloxifene, _ = index("endometrial_index", bl.Raloxifene(start=5))
    assert tamoxifen > 1.5 * placebo
    assert tamoxifen > raloxifene


def test_T485_estradiol_raises_osteoclast_apoptosis():
    levels = [
        run(menopause=None, ageing=False, hold={"estradiol_local": level}).at(0)
        for level in (0, 10, 30, 100, 300)
    ]
    rates = [level["osteoclast_apoptosis"] for level in levels]
    assert rates == sorted(rates)
    assert rates[3] > 1.1 * rates[0]


def test_every_row_of_kind_direction_has_a_test():
    text = Path(__file__).read_text(encoding="utf-8")
    rows = {row["id"] for row in read_table("clinical_targets.csv") if row["kind"] == "direction"}
    assert set(re.findall(r"def test_(T\d+)_", text)) == rows
