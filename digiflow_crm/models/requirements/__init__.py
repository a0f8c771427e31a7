from . import digiflow_requirement
from . import crm_lead
