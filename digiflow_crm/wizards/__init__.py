from . import crm_lead2opportunity_partner
from . import digiflow_stage_gate
from . import digiflow_progress_workbook
from . import digiflow_info_pack_send
from . import digiflow_meeting_booking
from . import digiflow_meeting_outcome
from . import digiflow_call_number
from . import digiflow_recording_withdrawal
