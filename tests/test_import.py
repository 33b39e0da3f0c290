"""What `import bonelab` costs, and what it offers."""

import subprocess
import sys

import bonelab as bl

HEAVY = ("matplotlib", "ipywidgets", "IPython", "pandas", "PIL", "sympy", "jupyterlab", "ipykernel")
MOST_NAMES = 36

LOADED = "import sys, bonelab; print(*{name.split('.')[0] for name in sys.modules})"


def python(source: str) -> str:
    command = [sys.executable, "-c", source]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_import_is_light():
    loaded = python(LOADED).split()
    assert "bonelab" in loaded
    assert set(loaded).isdisjoint(HEAVY)


def test_public_names_are_few_explained_and_there():
    assert len(bl.__all__) <= MOST_NAMES
    assert len(set(bl.__all__)) == len(bl.__all__)
    for name in bl.__all__:
        assert getattr(bl, name).__doc__, f"{name} has no docstring"


def test_public_names_of_the_contract_are_there():
    contract = """Patient simulate edges parameters references equations hip_fracture_risk_10y
        fracture_ratio Estradiol ConjugatedEstrogens Progestogen Testosterone AromataseInhibitor
        GnRHAgonist Raloxifene Tamoxifen Bazedoxifene Lasofoxifene Denosumab Alendronate
        CalciumVitaminD Anakinra Etanercept AntiIL6 AntiIL7"""
    assert set(contract.split()) <= set(bl.__all__)
