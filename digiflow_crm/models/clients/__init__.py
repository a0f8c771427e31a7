from . import digiflow_service
from . import digiflow_service_end_reason
from . import digiflow_client_service
from . import digiflow_client_count
from . import digiflow_client_volume
from . import res_partner
from . import res_users
