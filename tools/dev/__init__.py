"""The development environment of digiflow_crm: see tools/devenv.py."""
