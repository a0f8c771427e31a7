from . import digiflow_prospect_list
from . import digiflow_prospect_import
from . import crm_lead
from . import res_users
from . import digiflow_prospect_distribution
from . import digiflow_prospect_distribution_line
from . import digiflow_prospect_distribution_place
from . import digiflow_prospect_distribution_move
