"""A made-up list of companies of any length, the same at each run. Pure Python.

Seven companies of ten have a phone and five an e-mail, half of these of a domain of their own. One
in fifty has the phone and one in eighty the e-mail of a company before it: its duplicates.
"""

import random

SEED = 20_100_070_970
HEADER = ("RUC", "Razón social", "Contacto", "Cargo", "Teléfono", "Correo", "Distrito", "Ubigeo")
WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
# Both are coprime, so that the steps reach every number once, in no order that an index likes.
NUMBERS, STEP = 100_000_000, 61_803_399
KINDS = "COMERCIAL INDUSTRIAS SERVICIOS TRANSPORTES CONSTRUCTORA INVERSIONES TEXTIL AGRO".split()
NAMES = """
    ANDINA PACIFICO HUASCARAN MISTI VILCANOTA TUMBES CHAVIN PARACAS UCAYALI MANTARO COLCA RIMAC
    HUALLAGA SIPAN KUELAP NAZCA URUBAMBA ILLIMANI CONDOR VICUNA CANTUTA QUENUAL PUQUINA CHIRA
""".split()
SYLLABLES = "RA MI TO KU SA LI PO NE WA CHI MAN TU HUA CO YA PE SU RI LLA QUI".split()
FORMS = ("S.A.C.", "S.A.", "E.I.R.L.", "S.R.L.", "SOCIEDAD ANONIMA CERRADA")
PEOPLE = "ROSA LUIS CARMEN JORGE ELENA VICTOR SILVIA PEDRO GLADYS CESAR".split()
SURNAMES = "QUISPE MAMANI ROJAS HUAMAN FLORES CHAVEZ RAMOS VASQUEZ CASTILLO ESPINOZA".split()
JOBS = ("CONTADOR", "GERENTE GENERAL", "JEFE DE SISTEMAS", "ADMINISTRADOR")
DISTRICTS = (
    ("LIMA", "150101"),
    ("MIRAFLORES", "150122"),
    ("SAN ISIDRO", "150131"),
    ("ATE", "150103"),
    ("LOS OLIVOS", "150117"),
    ("AREQUIPA", "040101"),
    ("TRUJILLO", "130101"),
    ("CHICLAYO", "140101"),
)


def ruc_of(number, prefix="20"):
    """Return the valid RUC of a prefix and a number of up to 8 digits."""
    base = f"{prefix}{number:08d}"
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(base, WEIGHTS, strict=True)) % 11
    return base + str(rest % 10)


def companies(count):
    """Yield that many companies as tuples of texts in the order of HEADER; no RUC comes twice."""
    chance = random.Random(SEED)
    phone, email = "", ""
    for index in range(count):
        name = " ".join((chance.choice(KINDS), chance.choice(NAMES), _coined(chance)))
        district, ubigeo = chance.choice(DISTRICTS)
        shown_phone = shown_email = ""
        if chance.random() < 0.7:
            phone = phone if phone and chance.random() < 0.02 else _phone(chance)
            shown_phone = phone
        if chance.random() < 0.5:
            email = email if email and chance.random() < 0.0125 else _email(chance, name)
            shown_email = email
        yield (
            ruc_of((index + 1) * STEP % NUMBERS),
            f"{name} {chance.choice(FORMS)}",
            f"{chance.choice(PEOPLE)} {chance.choice(SURNAMES)}",
            chance.choice(JOBS),
            shown_phone,
            shown_email,
            district,
            ubigeo,
        )


def _coined(chance):
    """Return a word nearly of its own: names of companies repeat, but not often."""
    return "".join(chance.choices(SYLLABLES, k=4))


def _phone(chance):
    """Return a mobile number or, one time in four, one of Lima's."""
    if chance.random() < 0.25:
        return f"01 {chance.randrange(2_000_000, 8_000_000)}"
    return f"9{chance.randrange(10_000_000, 99_999_999)}"


def _email(chance, name):
    """Return an address: of the company's own domain, or of a public one."""
    number = chance.randrange(1_000_000)
    if chance.random() < 0.5:
        return f"ventas@{name.split()[1].lower()}{number}.pe"
    return f"{name.split()[2].lower()}{number}@gmail.com"


def write_file(path, count):
    """Write a list of that many companies to a file, row by row."""
    with open(path, "w", encoding="utf-8") as stream:
        stream.write("|".join(HEADER) + "\n")
        stream.writelines("|".join(company) + "\n" for company in companies(count))
