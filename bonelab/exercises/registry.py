"""Every exercise set by name; a set's name is that of its folder."""

from bonelab.exercises import (
    set_01,
    set_02,
    set_03,
    set_04,
    set_05,
    set_06,
    set_07,
    set_08,
    set_09,
    set_10,
    set_13,
)

SETS = {
    "01-remodeling": set_01.SET,
    "02-estrogen": set_02.SET,
    "03-rankl-opg": set_03.SET,
    "04-clinic": set_04.SET,
    "05-cytokines": set_05.SET,
    "06-two-fronts": set_06.SET,
    "07-receptors": set_07.SET,
    "08-serms": set_08.SET,
    "09-hormone-therapy": set_09.SET,
    "10-stopping": set_10.SET,
    "13-one-patient": set_13.SET,
}
