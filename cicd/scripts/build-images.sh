#!/usr/bin/env bash
# Builds images and pushes them, tagged with the commit that they are built from.
#
#   build-images.sh [api|trainer|api-onnx|trainer-onnx]...  api and trainer by default
#
#   Those that end in -onnx run models of other software too.
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
  target=()
  case $image in *-onnx) target=(--target onnx) ;; esac
  docker build --file "docker/${image%-onnx}.Dockerfile" ${target[@]+"${target[@]}"} --build-arg "COMMIT=$COMMIT" --tag "$reference" .
  docker push "$reference"
done
