from . import info_pack_reports
