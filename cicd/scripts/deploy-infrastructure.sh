#!/usr/bin/env bash
# Deploys cicd/infra/ to a resource group, and prints what the other scripts read as lines NAME=value.
#
#   deploy-infrastructure.sh [--what-if]  with --what-if it says what would change, and changes nothing. That takes
#                                         the rights of a reader and Microsoft.Resources/deployments/whatIf/action.
#
#   ENVIRONMENT     a file of cicd/infra/environments, without its ending
#   RESOURCE_GROUP  despliega-ENVIRONMENT by default; made if it is not there
#   LOCATION        where it is made; westeurope by default
#   TRAINER_IMAGE   of the trainer's jobs; by default the one that they have
#   COMPILED        a folder that compile-infrastructure.sh wrote, to take in the place of cicd/infra
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
template=cicd/infra/main.bicep
if [ -n "${COMPILED:-}" ]; then template=$COMPILED/main.json; fi
deployment=("${group[@]}" --name despliega --template-file "$template"
  --parameters "@${COMPILED:-cicd/infra}/environments/$ENVIRONMENT.json")

if [ "$(az group exists --name "$RESOURCE_GROUP")" = false ]; then
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

# Arguments are visible in a list of processes, so az reads secrets from a file that nobody else may read, and jq finds
# them in its environment.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(
  umask 077
  jq --null-input '{
    apiKeys: env.DESPLIEGA_API_KEYS,
    pseudonymKeys: env.DESPLIEGA_PSEUDONYM_KEYS,
    identityKeys: env.DESPLIEGA_IDENTITY_KEYS,
    webhookSecret: env.DESPLIEGA_WEBHOOK_SECRET,
    predictionKey: env.DESPLIEGA_PREDICTION_KEY
  } | with_entries(select((.value // "") != "") | .value |= {value: .}) | {
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
    contentVersion: "1.0.0.0",
    parameters: .
  }' >"$work/secrets.json"
)
if jq --exit-status '.parameters != {}' "$work/secrets.json" >/dev/null; then
  deployment+=(--parameters "@$work/secrets.json")
fi

if "$what_if"; then
  az deployment group what-if "${deployment[@]}" --validation-level ProviderNoRbac
else
  az deployment group create "${deployment[@]}" \
    --query properties.outputs.variables.value --output tsv
fi
