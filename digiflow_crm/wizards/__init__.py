from . import digiflow_stage_gate
