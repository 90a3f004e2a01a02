#!/usr/bin/env bash
# Deploys cicd/infra/ to a resource group, and prints what the other scripts read as lines NAME=value.
#
#   deploy-infrastructure.sh [--what-if]  with --what-if it says what would change, and changes nothing
#
#   ENVIRONMENT     a file of cicd/infra/environments, without its ending
#   RESOURCE_GROUP  despliega-ENVIRONMENT by default; made if it is not there
#   LOCATION        where it is made; westeurope by default
#   TRAINER_IMAGE   of the trainer's jobs; by default the one that they have
#   DESPLIEGA_API_KEYS        hashes of the keys that the api takes; by default those in the key vault stay
#   DESPLIEGA_PSEUDONYM_KEYS, DESPLIEGA_IDENTITY_KEYS  keys of a model about persons; by default those in the key vault stay
#   DESPLIEGA_WEBHOOK_SECRET  what signs the messages of the webhook; by default that in the key vault stays
#   DESPLIEGA_PREDICTION_KEY  of the hashes of keys in recorded answers; by default that in the key vault stays
set -euo pipefail
cd "$(dirname "$0")/../.."
usage='usage: ENVIRONMENT=name deploy-infrastructure.sh [--what-if]'
: "${ENVIRONMENT:?$usage}"
case ${1:-} in
  '') what_if=false ;;
  --what-if) what_if=true ;;
  *) echo "$usage" >&2 && exit 2 ;;
esac
group=(--resource-group "${RESOURCE_GROUP:=despliega-$ENVIRONMENT}")
deployment=("${group[@]}" --name despliega --template-file cicd/infra/main.bicep
  --parameters "@cicd/infra/environments/$ENVIRONMENT.json")

if [ "$(az group exists --name "$RESOURCE_GROUP")" = false ]; then
  if [ -n "${DESPLIEGA_PREDICTION_KEY:-}" ]; then
  deployment+=(--parameters "predictionKey=$DESPLIEGA_PREDICTION_KEY")
fi

if "$what_if"; then
    echo "$RESOURCE_GROUP is not there yet: everything in cicd/infra/ would be made."
    exit
  fi
  az group create --name "$RESOURCE_GROUP" --location "${LOCATION:-westeurope}" --output none
fi

# Which images run is the business of deploy-api.sh and start-training.sh: here they stay as they are.
app=$(az webapp list "${group[@]}" --query '[0].name' --output tsv)
if [ -n "$app" ]; then
  image=$(az webapp config show "${group[@]}" --name "$app" --query linuxFxVersion --output tsv)
  deployment+=(--parameters "apiImage=${image#DOCKER|}")
fi
image=${TRAINER_IMAGE:-$(az containerapp job list "${group[@]}" \
  --query '[0].properties.template.containers[0].image' --output tsv)}
if [ -n "$image" ]; then
  deployment+=(--parameters "trainerImage=$image")
fi

# A deleted key vault keeps its name until it is purged, a week later, and nobody may purge it before.
if [ "$(az keyvault list "${group[@]}" --query 'length(@)' --output tsv)" = 0 ]; then
  deleted=$(az keyvault list-deleted --resource-type vault --output tsv \
    --query "length([?contains(properties.vaultId, '/resourceGroups/$RESOURCE_GROUP/')])")
  if [ "$deleted" != 0 ]; then
    deployment+=(--parameters recoverKeyVault=true)
  fi
fi

if [ -n "${DESPLIEGA_API_KEYS:-}" ]; then
  deployment+=(--parameters "apiKeys=$DESPLIEGA_API_KEYS")
fi
if [ -n "${DESPLIEGA_PSEUDONYM_KEYS:-}" ]; then
  deployment+=(--parameters "pseudonymKeys=$DESPLIEGA_PSEUDONYM_KEYS")
fi
if [ -n "${DESPLIEGA_IDENTITY_KEYS:-}" ]; then
  deployment+=(--parameters "identityKeys=$DESPLIEGA_IDENTITY_KEYS")
fi
if [ -n "${DESPLIEGA_WEBHOOK_SECRET:-}" ]; then
  deployment+=(--parameters "webhookSecret=$DESPLIEGA_WEBHOOK_SECRET")
fi

if "$what_if"; then
  az deployment group what-if "${deployment[@]}"
else
  az deployment group create "${deployment[@]}" \
    --query properties.outputs.variables.value --output tsv
fi
