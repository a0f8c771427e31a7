from . import digiflow_prospect_list
from . import digiflow_prospect_import
from . import crm_lead
