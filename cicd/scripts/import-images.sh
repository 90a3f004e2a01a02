#!/usr/bin/env bash
# Takes the images of a commit from the registry of another environment, so that the same images run in both.
#
#   SOURCE_REGISTRY, REGISTRY  names of the Container Registries: the one that has them, and the one that gets them
#   COMMIT                     the whole hash
set -euo pipefail
: "${SOURCE_REGISTRY:?}" "${REGISTRY:?}" "${COMMIT:?}"

for image in api trainer; do
  az acr import --name "$REGISTRY" --source "$SOURCE_REGISTRY.azurecr.io/despliega-$image:$COMMIT" \
    --image "despliega-$image:$COMMIT" --force --output none
done
echo "$REGISTRY has the images of $COMMIT."
