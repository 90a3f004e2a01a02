#!/usr/bin/env bash
# Trains what a pull request proposes beside what it would change, in a storage of their own that nobody else sees,
# and writes report.html and comment.md. Ends as the trainer does: 0, or 3 when the gates hold the candidate back.
#
#   candidate.sh OUT [BASE]  BASE: a built checkout to compare with. By default it is made from the first parent of
#                            the commit that is checked out, which for a pull request is the branch that it goes to.
#
#   MODEL       riesgo by default
#   INPUT       data/riesgo/loans.csv by default, of either checkout
#   REPORT_URL  where the report will be; by default the comment names the blob
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p "${1:?usage: candidate.sh OUT [BASE]}"
out=$(cd "$1" && pwd)
base=${2:-$out/base}
model=${MODEL:-riesgo}
# Only the storage on this machine, whatever account the environment names.
unset AZURE_STORAGE_CONNECTION_STRING DESPLIEGA_STORAGE_ACCOUNT_URL DESPLIEGA_STORAGE_ACCOUNT_KEY
export DESPLIEGA_DIRECTORY=$out/storage

train() {
  (cd "$1" && node trainer/bin/despliega.js train "$model" --input "${INPUT:-data/riesgo/loans.csv}")
}

if [ ! -e "$base" ]; then
  git worktree add --detach "$base" 'HEAD^1'
  (cd "$base" && npm ci --no-audit --no-fund)
fi
# A branch that cannot be trained any more, or not yet, is no fault of the pull request.
train "$base" || echo "What is there already gave no champion (exit code $?)."

code=0
train . || code=$?
if [ "$code" != 0 ] && [ "$code" != 3 ]; then
  exit "$code"
fi
despliega=(node trainer/bin/despliega.js)
"${despliega[@]}" report "$model" --out "$out/report.html"
"${despliega[@]}" report "$model" --markdown ${REPORT_URL:+--report-url "$REPORT_URL"} \
  --out "$out/comment.md"
exit "$code"
