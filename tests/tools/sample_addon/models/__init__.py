from . import sample_visit
from . import sample_visit_line
from . import res_config_settings
