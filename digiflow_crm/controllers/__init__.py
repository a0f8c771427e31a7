from . import info_pack
from . import telephone
from . import price_review
