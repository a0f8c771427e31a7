from . import handover
from . import info_pack
from . import requirement
from . import telephone
from . import satisfaction_results
from . import price_review
from . import portal
from . import portfolio
