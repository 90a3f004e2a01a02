#!/usr/bin/env bash
# Takes images from the registry of another environment, so that the same images run in both, and prints their addresses here as
# build-images.sh does.
#
#   API_IMAGE, TRAINER_IMAGE  as build-images.sh printed them
#   REGISTRY                  name of the Container Registry that gets them
#   COMMIT                    the whole hash, which tags them
set -euo pipefail
: "${API_IMAGE:?}" "${TRAINER_IMAGE:?}" "${REGISTRY:?}" "${COMMIT:?}"

for image in api trainer; do
  variable=$(tr '[:lower:]' '[:upper:]' <<<"$image")_IMAGE
  source=${!variable}
  az acr import --name "$REGISTRY" --source "$source" --image "despliega-$image:$COMMIT" --force --output none
  echo "$variable=$REGISTRY.azurecr.io/despliega-$image@${source#*@}"
done
