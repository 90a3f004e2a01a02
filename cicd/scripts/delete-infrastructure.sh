#!/usr/bin/env bash
# Deletes the resource group of an environment with everything in it, inputs and releases too. What was in the storage
# account cannot be had back; the key vault can for a week, and deploying again within it does so.
#
#   delete-infrastructure.sh [--yes]  without --yes it asks first
#
#   ENVIRONMENT     as for deploy-infrastructure.sh
#   RESOURCE_GROUP  despliega-ENVIRONMENT by default
set -euo pipefail
: "${ENVIRONMENT:?usage: ENVIRONMENT=name delete-infrastructure.sh [--yes]}"
az group delete --name "${RESOURCE_GROUP:-despliega-$ENVIRONMENT}" "$@"
