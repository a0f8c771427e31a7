from . import digiflow_dashboard
from . import digiflow_workday
