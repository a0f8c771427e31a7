"""The columns of a portfolio of clients: their titles, and the headers by which they are known."""

from .prospect_columns import HEADERS as PROSPECT_HEADERS
from .prospect_columns import HeaderNames

# What the template calls them, in its order.
TITLES = {
    "ruc": "RUC",
    "name": "Razón social",
    "service": "Servicio",
    "date_start": "Desde",
    "date_end": "Hasta",
    "end_reason": "Motivo de término",
    "monthly_amount": "Monto mensual",
    "contract_end": "Fin de contrato",
    "executive": "Ejecutivo",
    "industry": "Rubro",
    "size": "Tamaño",
    "district": "Distrito",
    "contact_name": "Contacto",
    "email": "Correo",
    "phone": "Teléfono",
}
REQUIRED_COLUMNS = ("ruc", "service", "date_start")
HEADERS = {
    **{key: PROSPECT_HEADERS[key] for key in ("ruc", "name", "contact_name", "phone")},
    "email": PROSPECT_HEADERS["email_from"],
    "district": PROSPECT_HEADERS["city"],
    "service": "servicio|servicio contratado|codigo de servicio|codigo servicio|producto|service",
    "date_start": (
        "desde|inicio|fecha inicio|fecha de inicio|fecha de alta|fecha alta|alta"
        "|inicio de servicio|inicio del servicio|primer dia|from"
    ),
    "date_end": (
        "hasta|fin|termino|fecha fin|fecha de fin|fecha de termino|fecha termino|fecha de baja"
        "|fecha baja|baja|fin de servicio|fin del servicio|ultimo dia|to"
    ),
    "end_reason": (
        "motivo de termino|motivo termino|motivo del termino|motivo|motivo de baja|motivo baja"
        "|motivo de fin|razon de termino|causa de termino"
    ),
    "monthly_amount": (
        "monto mensual|monto|importe mensual|importe|mensualidad|pago mensual|renta mensual"
        "|monto mensual s|monto mensual soles|monto mensual pen|valor mensual"
    ),
    "contract_end": (
        "fin de contrato|fin del contrato|fin contrato|vencimiento de contrato"
        "|vencimiento del contrato|vencimiento contrato|vencimiento|fecha de vencimiento"
    ),
    "executive": (
        "ejecutivo|ejecutiva|ejecutivo comercial|ejecutivo de cuenta|vendedor|asesor"
        "|asesor comercial"
    ),
    "industry": "rubro|sector|industria|actividad|giro|actividad economica",
    "size": "tamano|tamano de empresa|tamano de la empresa|tamano empresa",
}
PORTFOLIO = HeaderNames(HEADERS)


def is_portfolio_header(cells):
    """Tell whether a row names the columns of a portfolio: one of them is the RUC."""
    return any(PORTFOLIO.key_of(cell) == "ruc" for cell in cells)


def missing_titles(columns):
    """Return the titles of the columns that a portfolio cannot be without and ``columns`` lack."""
    return [TITLES[key] for key in REQUIRED_COLUMNS if key not in columns]
