"""Which good rows of a list a user may want to leave out."""

from .ruc import is_company


def is_left_out(values, persons, inactive):
    """Tell whether a row with these ``values`` is left out.

    :param values: of a core.prospect_file.ProspectRow that is not rejected
    :param persons: leave out natural persons: whose RUC is not a company's, 20. That is 10, 15 and
        17, and also the rare 16
    :param inactive: leave out who the file says is not ACTIVO, or not HABIDO; one of whom it says
        nothing stays
    """
    if persons and not is_company(values["ruc"]):
        return True
    taxpayer, domicile = values.get("taxpayer_status"), values.get("domicile_status")
    return inactive and (taxpayer or "ACTIVO", domicile or "HABIDO") != ("ACTIVO", "HABIDO")
