.DEFAULT_GOAL := help
SHELL := /bin/sh
.PHONY: help services

help: ## this list
	@awk -F ':.*## ' '/^[a-z%-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

services: ## start PostGIS and Redis (private ones under .local/, unless DATABASE_URL and REDIS_URL name others)
	@ops/services.sh start
