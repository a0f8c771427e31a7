from . import digiflow_service
