from . import crm_lead2opportunity_partner
from . import digiflow_stage_gate
from . import digiflow_progress_workbook
