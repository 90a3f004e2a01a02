#!/usr/bin/env bash
# Compiles cicd/infra/ for deploy-infrastructure.sh. What it writes is data: who deploys it, or asks what it would change,
# runs nothing of the checkout that it comes from. Nobody needs to be signed in.
#
#   compile-infrastructure.sh OUT  writes OUT/main.json and OUT/environments/
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:?usage: compile-infrastructure.sh OUT}
mkdir -p "$out"
az bicep build --file cicd/infra/main.bicep --outfile "$out/main.json"
cp -R cicd/infra/environments "$out/"
