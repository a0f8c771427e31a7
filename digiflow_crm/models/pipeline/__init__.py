from . import crm_team
from . import crm_stage
from . import res_users
from . import digiflow_settings
from . import digiflow_stage_history
from . import crm_lead
from . import crm_lead_advance
