from . import info_pack
from . import telephone
