#!/usr/bin/env bash
# Uploads history as input for the trainer's next run.
#
#   upload-input.sh                     every sample of every model that is not sensitive
#   upload-input.sh MODEL               every sample of that model
#   upload-input.sh MODEL DATASET FILE  that file
#
# A sample is the file data/MODEL/DATASET of the checkout.
#
#   STORAGE_ACCOUNT                   name of the account
#   DESPLIEGA_PRIVATE_CONTAINER_NAME  where inputs lie; that of DESPLIEGA_CONTAINER_NAME by default, or else despliega
set -euo pipefail
: "${STORAGE_ACCOUNT:?}"
usage='usage: upload-input.sh [MODEL [DATASET FILE]]'
model=${1:-} dataset=${2:-} file=${3:-}
case $# in
  0 | 1) ;;
  # A relative path is the caller's, and not the checkout's.
  3) file=$(realpath "$file") ;;
  *) echo "$usage" >&2 && exit 2 ;;
esac
cd "$(dirname "$0")/../.."
models=$(node trainer/dist/main.js models --json)

pairs() {
  jq --raw-output --arg model "$model" --arg dataset "$dataset" '
    select(if $model == "" then .privacy == "open" else .name == $model end)
    | .name as $name | .datasets[] | select($dataset == "" or . == $dataset) | "\($name) \(.)"' <<<"$models"
}

chosen=$(pairs)
if [ -z "$chosen" ]; then
  echo "No model has such an input; there are:" >&2
  jq --raw-output '"  \(.name): \(.datasets | join(", "))"' <<<"$models" >&2
  exit 2
fi
while read -r name set; do
  source=${file:-data/$name/$set}
  if [ -z "$file" ] && [ ! -e "$source" ]; then
    echo "$source is not there and is left out."
    continue
  fi
  az storage blob upload --account-name "$STORAGE_ACCOUNT" --auth-mode login \
    --container-name "${DESPLIEGA_PRIVATE_CONTAINER_NAME:-${DESPLIEGA_CONTAINER_NAME:-despliega}}" --name "input/$name/$set" --file "$source" \
    --overwrite --output none </dev/null
  echo "$source is now input/$name/$set."
done <<<"$chosen"
