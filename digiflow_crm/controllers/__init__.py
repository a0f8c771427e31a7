from . import info_pack
