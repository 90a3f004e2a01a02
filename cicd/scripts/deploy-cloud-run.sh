#!/usr/bin/env bash
# Deploys an image of the api to Cloud Run without traffic, tests it, and gives it the traffic. When the test fails
# what served before goes on serving. The service must exist: cicd/README.md says how it is made.
#
#   deploy-cloud-run.sh IMAGE  such as europe-southwest1-docker.pkg.dev/project/repository/despliega-api@sha256:…, as build-images.sh prints it
#
#   CLOUD_RUN_SERVICE, CLOUD_RUN_REGION  the service
#   and what smoke-test.sh reads
set -euo pipefail
image=${1:?usage: deploy-cloud-run.sh IMAGE}
: "${CLOUD_RUN_SERVICE:?}" "${CLOUD_RUN_REGION:?}"
region=(--region "$CLOUD_RUN_REGION" --quiet)

gcloud run deploy "$CLOUD_RUN_SERVICE" "${region[@]}" --image "$image" --no-traffic --tag candidate
url=$(gcloud run services describe "$CLOUD_RUN_SERVICE" "${region[@]}" --format json |
  jq --exit-status --raw-output '.status.traffic[] | select(.tag == "candidate").url')
"$(dirname "$0")/smoke-test.sh" "$url"

gcloud run services update-traffic "$CLOUD_RUN_SERVICE" "${region[@]}" --to-tags candidate=100
echo "$CLOUD_RUN_SERVICE serves $image."
