#!/usr/bin/env bash
# Puts an image of the api into the staging slot of its web app, tests it there, and swaps it into production. When the
# test fails nothing is swapped: what served before goes on serving.
#
#   deploy-api.sh IMAGE  such as example.azurecr.io/despliega-api@sha256:…, as build-images.sh prints it
#
#   RESOURCE_GROUP, API_NAME  the web app
#   SLOT                      staging by default
#   and what smoke-test.sh reads
set -euo pipefail
image=${1:?usage: deploy-api.sh IMAGE}
: "${RESOURCE_GROUP:?}" "${API_NAME:?}"
staging=(--name "$API_NAME" --resource-group "$RESOURCE_GROUP" --slot "${SLOT:-staging}")

# While it starts, a slot goes on answering with the image that it had, so it is stopped before it gets another one.
az webapp stop "${staging[@]}" --output none
az webapp config container set "${staging[@]}" --container-image-name "$image" --output none
az webapp start "${staging[@]}" --output none

url=$(az webapp show "${staging[@]}" --query "join('', ['https://', defaultHostName])" --output tsv)
"$(dirname "$0")/smoke-test.sh" "$url"

az webapp deployment slot swap "${staging[@]}" --target-slot production --output none
echo "$API_NAME serves $image."
