#!/usr/bin/env bash
# Builds images and pushes them, tagged with the commit that they are built from.
#
#   build-images.sh [api|trainer]...  both by default
#
#   REGISTRY  name of a Container Registry, or a repository of Artifact Registry such as
#             europe-southwest1-docker.pkg.dev/project/repository
#   COMMIT    the whole hash
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${REGISTRY:?}" "${COMMIT:?}"
[ "$#" -gt 0 ] || set -- api trainer

case $REGISTRY in
  *-docker.pkg.dev/*)
    gcloud auth configure-docker "${REGISTRY%%/*}" --quiet
    address=$REGISTRY
    ;;
  *)
    az acr login --name "$REGISTRY"
    address=$REGISTRY.azurecr.io
    ;;
esac

for image in "$@"; do
  reference="$address/despliega-$image:$COMMIT"
  docker build --file "docker/$image.Dockerfile" --build-arg "COMMIT=$COMMIT" --tag "$reference" .
  docker push "$reference"
done
