#!/usr/bin/env bash
# Lints, builds and tests what is installed, and leaves the results as JUnit.
#
#   test.sh OUT  directory for junit.xml
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p "${1:?usage: test.sh OUT}"
JEST_JUNIT_OUTPUT_DIR=$(cd "$1" && pwd)
export JEST_JUNIT_OUTPUT_DIR

npm run lint
npm test -- --reporters=default --reporters=jest-junit
