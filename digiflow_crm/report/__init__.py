from . import ir_actions_report
from . import report_digiflow_crm_info_pack_letter
from . import report_digiflow_crm_info_pack_clients
from . import report_digiflow_crm_info_pack_suite
from . import report_digiflow_crm_report_digiflow_crm_proposal
from . import report_digiflow_crm_price_review
