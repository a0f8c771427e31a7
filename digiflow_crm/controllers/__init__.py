from . import handover
from . import info_pack
from . import requirement
from . import telephone
from . import price_review
from . import portal
