from . import digiflow_handover
from . import crm_lead
