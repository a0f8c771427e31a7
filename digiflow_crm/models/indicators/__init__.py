from . import digiflow_indicator
from . import digiflow_indicator_value
from . import digiflow_improvement
from . import digiflow_improvement_phase
from . import digiflow_improvement_guard
from . import digiflow_improvement_task
from . import digiflow_improvement_step
