"""LibreOffice Calc, with which tests work the formulas of our workbooks out anew."""

from . import common
from .common import Failure

NAME = "soffice"


def ensure():
    """Install LibreOffice Calc by apt when it is missing; Failure when that cannot be done."""
    if not common.which(NAME):
        common.apt_install("libreoffice-calc-nogui")
    if not common.which(NAME):
        raise Failure(f"its package brought no `{NAME}`: tests recalculate workbooks with it")
