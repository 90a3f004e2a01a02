#!/usr/bin/env bash
# Uploads the history that the repository holds, for the trainer's next run.
#
#   STORAGE_ACCOUNT  name of the account
#   DESPLIEGA_CONTAINER_NAME   despliega by default
#   MODEL            riesgo by default
#   INPUT            data/riesgo/loans.csv by default
set -euo pipefail
cd "$(dirname "$0")/../.."
file=${INPUT:-data/riesgo/loans.csv}
name=input/${MODEL:-riesgo}/$(basename "$file")

az storage blob upload --account-name "${STORAGE_ACCOUNT:?}" --auth-mode login \
  --container-name "${DESPLIEGA_CONTAINER_NAME:-despliega}" --name "$name" --file "$file" --overwrite --output none
echo "$file is now $name."
