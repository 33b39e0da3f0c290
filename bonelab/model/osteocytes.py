"""Osteocytes: viability, the microdamage they watch over, and sclerostin."""

from .arithmetic import brake, restraint, share


def osteocyte_apoptosis(
    signal_osteocytes,
    ageing,
    *,
    signal_osteocytes_on_osteocyte_apoptosis,
    ageing_on_osteocyte_apoptosis,
):
    """Death rate of osteocytes: estrogen lowers it, age raises it."""
    return restraint(signal_osteocytes, signal_osteocytes_on_osteocyte_apoptosis) * (
        1 + ageing_on_osteocyte_apoptosis * ageing
    )


def osteocytes_rate(
    osteocytes,
    osteocyte_apoptosis,
    *,
    osteocyte_apoptosis_on_osteocytes,
    osteocyte_renewal_per_year,
):
    """Viable osteocytes: renewed with the bone, lost by apoptosis."""
    lost = share(osteocyte_apoptosis, osteocyte_apoptosis_on_osteocytes) * osteocytes
    return osteocyte_renewal_per_year * (1 - lost)


def microdamage_rate(
    microdamage,
    strain,
    osteocytes,
    resorption,
    *,
    strain_on_microdamage,
    osteocytes_on_microdamage,
    resorption_on_microdamage,
    microdamage_repair_per_year,
):
    """Microdamage: made by strain, repaired where osteocytes sense it and resorption removes it."""
    repair = share(osteocytes, osteocytes_on_microdamage) * share(
        resorption, resorption_on_microdamage
    )
    return microdamage_repair_per_year * (
        share(strain, strain_on_microdamage) - repair * microdamage
    )


def sclerostin(
    signal_osteocytes,
    strain,
    osteocytes,
    *,
    signal_osteocytes_on_sclerostin,
    strain_on_sclerostin,
    osteocytes_on_sclerostin,
):
    """Sclerostin from osteocytes: estrogen and mechanical strain lower it."""
    return (
        restraint(signal_osteocytes, signal_osteocytes_on_sclerostin)
        * brake(strain, strain_on_sclerostin)
        * share(osteocytes, osteocytes_on_sclerostin)
    )
