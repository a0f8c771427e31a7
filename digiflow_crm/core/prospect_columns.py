"""Which column of a list is which, by its header, whatever its accents, case and order."""

import hashlib
import re
import unicodedata
from typing import NamedTuple

from .messages import COLUMN_TITLE

KEYS = (
    "ruc",
    "name",
    "contact_name",
    "function",
    "phone",
    "email_from",
    "city",
    "street",
    "taxpayer_status",
    "domicile_status",
    "ubigeo",
)

# Headers as plain_header() leaves them: SUNAT's registers first, then those of spreadsheets.
HEADERS = {
    "ruc": (
        "ruc|r u c|ruc empresa|ruc de la empresa|ruc cliente|ruc del cliente|numero ruc"
        "|numero de ruc|num ruc|num de ruc|n ruc|n de ruc|no ruc|no de ruc|nro ruc|nro de ruc"
    ),
    "name": (
        "nombre razon|nombre o razon social|razon social|nombre razon social"
        "|apellidos y nombres o razon social|nombre de la empresa|nombre empresa|empresa"
        "|cliente|nombre del cliente|nombre de cliente|compania|denominacion|contribuyente"
    ),
    "contact_name": (
        "contacto|nombre de contacto|nombre del contacto|nombre contacto|persona de contacto"
        "|contacto principal|representante|responsable|atencion"
    ),
    "function": "cargo|cargo del contacto|cargo de contacto|cargo contacto|puesto|funcion",
    "phone": (
        "telefono|telefonos|telefono fijo|telefono celular|telefono contacto|tel|telf|fono"
        "|telefono de contacto|telefono del contacto|celular|celulares|cel|movil|whatsapp|phone"
    ),
    "email_from": (
        "correo|correos|correo electronico|correo de contacto|correo del contacto"
        "|correo contacto|email|e mail|mail|emails|direccion electronica"
    ),
    "city": "distrito|distrito fiscal|ciudad",
    "street": "direccion|direccion fiscal|domicilio|domicilio fiscal|direccion de la empresa",
    "taxpayer_status": "estado del contribuyente|estado de contribuyente|estado contribuyente",
    "domicile_status": (
        "condicion de domicilio|condicion del domicilio|condicion domicilio"
        "|condicion del contribuyente|condicion de contribuyente|condicion contribuyente"
    ),
    "ubigeo": "ubigeo|codigo ubigeo|codigo de ubigeo|cod ubigeo",
}

# In a list of companies a bare name is the company's, unless another column says it is: then it is
# the contact's.
BARE_NAMES = ("nombre", "nombres", "nombre y apellido", "nombres y apellidos", "nombre completo")

LOST_LETTER = "\ufffd"


class ColumnMapping(NamedTuple):
    """Which column is which, as a user said.

    ``header_row`` is the row that names the columns, 0 when none does; ``columns`` are
    {key: [column, ...]}, columns counted from 0, of which the first that is filled is taken.
    """

    header_row: int
    columns: dict[str, list[int]]


class HeaderNames:
    """The headers by which the columns of a kind of list are known.

    :param headers: {key: headers as plain_header() leaves them, with | between them}
    """

    def __init__(self, headers):
        self._key_of = {name: key for key, names in headers.items() for name in names.split("|")}

    def key_of(self, text):
        """Return the key that the header ``text`` names, or None."""
        header = plain_header(text)
        if LOST_LETTER not in header:
            return self._key_of.get(header)
        pattern = re.compile(header.replace(LOST_LETTER, "."))
        return next((key for known, key in self._key_of.items() if pattern.fullmatch(known)), None)

    def map_columns(self, header):
        """Return {key: [column, ...]} for the columns of ``header`` that are known, from 0."""
        columns = {}
        for index, text in enumerate(header):
            key = self.key_of(text)
            if key:
                columns.setdefault(key, []).append(index)
        return columns


PROSPECTS = HeaderNames(HEADERS)
key_of_header = PROSPECTS.key_of


def plain_words(text):
    """Return ``text`` in lower case without accents or signs, one blank between words.

    Where an earlier conversion lost a letter, LOST_LETTER stays.
    """
    apart = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return re.sub(rf"[^a-z0-9{LOST_LETTER}]+", " ", letters).strip()


def plain_header(text):
    """Return ``text`` as plain_words() does, without a number at its end."""
    return re.sub(r"(?<=\D) ?\d$", "", plain_words(text))


def is_header(cells):
    """Tell whether a row names the columns of a list of prospects: one of them is the RUC."""
    return any(key_of_header(cell) == "ruc" for cell in cells)


def map_columns(header):
    """Return {key: [column, ...]} for the columns of ``header`` that are known, from 0.

    A key with several columns takes the first that is filled in each row.
    """
    columns = PROSPECTS.map_columns(header)
    bare = [index for index, text in enumerate(header) if plain_header(text) in BARE_NAMES]
    free = next((key for key in ("name", "contact_name") if key not in columns), None)
    if bare and free:
        columns[free] = bare[:1]
    return columns


def header_key(header):
    """Return a short text that stays the same for headers that read the same, in the same order.

    Accents, case and blank columns at the end make no difference.
    """
    plain = [plain_header(text) or text.strip().casefold() for text in header]
    while plain and not plain[-1]:
        plain.pop()
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()[:32]


def column_titles(header, column_title=COLUMN_TITLE):
    """Return a title for each column: its header, or its letters as a spreadsheet has them.

    :param column_title: a text with %(letter)s, in the user's language
    """
    return [
        text if text.strip() else column_title % {"letter": column_letters(index)}
        for index, text in enumerate(header)
    ]


def column_letters(index):
    """Return the letters of column ``index``, counted from 0: A to Z, AA, AB..."""
    letters = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        letters = chr(ord("A") + rest) + letters
        index -= 1
    return letters
