#!/usr/bin/env bash
# Lints, builds and tests what is installed, and leaves the results as JUnit.
#
#   test.sh OUT  directory for a file of each part of the tests
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p "${1:?usage: test.sh OUT}"
JEST_JUNIT_OUTPUT_DIR=$(cd "$1" && pwd)
export JEST_JUNIT_OUTPUT_DIR

reporters=(--reporters=default --reporters=./tests/dist/support/skipped-reporter.js --reporters=jest-junit)
code=0
npm run lint
# A part that fails stops no other, so that one run shows them all.
parts=(test test:cicd test:clients test:console test:containers test:database test:faults test:labs test:local
  test:runs test:spark test:walks test:watch)
for part in "${parts[@]}"; do
  JEST_JUNIT_OUTPUT_NAME=${part/:/-}.xml npm run "$part" -- "${reporters[@]}" || code=1
done
exit "$code"
