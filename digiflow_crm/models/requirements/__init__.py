from . import digiflow_document_type
from . import digiflow_requirement
from . import digiflow_requirement_workflow
from . import crm_lead
