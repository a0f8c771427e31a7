"""wkhtmltopdf, with which Odoo makes PDF files: the documents of the information pack."""

from . import common
from .common import Failure

NAME = "wkhtmltopdf"


def ensure():
    """Install wkhtmltopdf by apt when it is missing; Failure when that cannot be done."""
    if not common.which(NAME):
        common.apt_install(NAME)
    if not common.which(NAME):
        raise Failure(f"its package brought no `{NAME}`, and without it no PDF file is made")


def offer():
    """The same for a server that is started: without it only PDF files are missing, it says so."""
    try:
        ensure()
    except Failure as failure:
        common.say(f"PDF files cannot be made here: {failure}")
