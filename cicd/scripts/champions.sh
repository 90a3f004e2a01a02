#!/usr/bin/env bash
# Prints the champions of an environment as MODEL=VERSION, with blanks between them: that of every model of the checkout
# that is not sensitive and has one. Nothing of a sensitive model passes through a runner.
#
#   DESPLIEGA_STORAGE_ACCOUNT_URL  where the releases are, and the other settings of `despliega`
set -euo pipefail
cd "$(dirname "$0")/../.."
champions=()

models=$(node trainer/dist/main.js models --json | jq --raw-output 'select(.privacy == "open") | .name')
for model in $models; do
  version=$(node trainer/dist/main.js releases "$model" | jq --raw-output 'select(.champion) | .version')
  if [ -n "$version" ]; then champions+=("$model=$version"); fi
done
echo "${champions[*]-}"
