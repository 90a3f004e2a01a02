#!/usr/bin/env bash
# Builds images, scans them, and pushes them, tagged with the commit that they are built from, with their parts (SBOM) and how they
# were built (provenance) beside them in the registry. Prints the address of each by its digest, as lines NAME=value.
#
#   build-images.sh [api|trainer|api-onnx|trainer-onnx]...  api and trainer by default: API_IMAGE and TRAINER_IMAGE
#
#   Those that end in -onnx run models of other software too.
#
#   REGISTRY  name of a Container Registry, or a repository of Artifact Registry such as
#             europe-southwest1-docker.pkg.dev/project/repository
#   COMMIT    the whole hash
#
# cicd/scan.yaml says what the scan holds back, and what it accepts.
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${REGISTRY:?}" "${COMMIT:?}"
[ "$#" -gt 0 ] || set -- api trainer
buildkit=docker.io/moby/buildkit:v0.29.0@sha256:0039c1d47e8748b5afea56f4e85f14febaf34452bd99d9552d2daa82262b5cc5
lister=docker.io/docker/buildkit-syft-scanner:stable-1@sha256:79e7b013cbec16bbb436f312819a49a4a57752b2270c1a9332ae1a10fcc82a68
scanner=docker.io/anchore/grype:v0.116.1@sha256:1e71065c0a4cff3e6bd3b8add525ffac4343eb4971694eb90a31cf6d4d3e85db
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp cicd/scan.yaml "$work/"

case $REGISTRY in
  *-docker.pkg.dev/*)
    gcloud auth configure-docker "${REGISTRY%%/*}" --quiet >&2
    address=$REGISTRY
    ;;
  *)
    az acr login --name "$REGISTRY" >&2
    address=$REGISTRY.azurecr.io
    ;;
esac

# The builder of Docker itself keeps neither list nor provenance.
docker buildx inspect despliega >/dev/null 2>&1 ||
  docker buildx create --name despliega --driver docker-container --driver-opt "image=$buildkit" >&2

for image in "$@"; do
  name=despliega-$image
  build=(docker buildx build --builder despliega --file "docker/${image%-onnx}.Dockerfile" --build-arg "COMMIT=$COMMIT")
  case $image in *-onnx) build+=(--target onnx) ;; esac

  # The scanner gets a file, and so no key of the registry.
  "${build[@]}" --output "type=docker,name=$name:$COMMIT,dest=$work/$name.tar" . >&2
  docker run --rm --volume "$work:/scan:ro" "$scanner" "docker-archive:/scan/$name.tar" --config /scan/scan.yaml >&2
  rm -f "$work/$name.tar"

  "${build[@]}" --provenance=mode=max --sbom="generator=$lister" --metadata-file "$work/$name.json" \
    --tag "$address/$name:$COMMIT" --push . >&2
  digest=$(jq --exit-status --raw-output '."containerimage.digest"' "$work/$name.json")
  variable=$(tr '[:lower:]-' '[:upper:]_' <<<"$image")
  echo "${variable}_IMAGE=$address/$name@$digest"
done
