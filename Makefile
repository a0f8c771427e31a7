# Every target is one call of tools/devenv.py, which needs nothing but Python 3.
#   make up DEMO=1        make test SERIES=16.0 ARGS="tests/pipeline -k gate"
#   make bench SERIES=16.0 ROWS=10000,100000 KEEP=1
#   make restore FILE=backups/...        DIGIFLOW_LOCAL=1 make up  (never by Docker)
PYTHON ?= python3
DEVENV = $(PYTHON) tools/devenv.py
export SERIES ARGS YES DIGIFLOW_LOCAL ROWS KEEP ONLY

.PHONY: help up down logs shell psql upgrade backup restore test lint bench
.DEFAULT_GOAL = help

help up down logs shell psql upgrade test lint bench:
	@$(DEVENV) $@ $(if $(filter up,$@),$(if $(DEMO),--demo))

backup restore:
	@$(DEVENV) $@ $(FILE)
