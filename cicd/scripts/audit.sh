#!/usr/bin/env bash
# Lists what the project is made of, and fails where a package that runs in production has a known serious weakness. Which licences
# a package may have is a test of `npm test`.
#
#   audit.sh OUT  writes OUT/sbom.cdx.json: what is installed with the api and the trainer, as CycloneDX
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:?usage: audit.sh OUT}
mkdir -p "$out"
npm sbom --sbom-format cyclonedx --omit dev --package-lock-only >"$out/sbom.cdx.json"
npm audit --omit=dev --audit-level=high
