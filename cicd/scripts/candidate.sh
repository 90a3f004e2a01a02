#!/usr/bin/env bash
# Trains what a pull request proposes beside what it would change, in a storage of their own that nobody else sees:
# every model that is not sensitive and has its samples. Writes a report of each and one comment with a section for
# each. Ends as the trainer does: 0, 3 when the gates hold a candidate back, or 1 when one cannot be trained or a check of its
# features fails; of several 1 before 3.
#
#   candidate.sh OUT [BASE]  writes OUT/comment.md and OUT/reports/MODEL.html
#                            BASE: a built checkout to compare with. By default it is made from the first parent of
#                            the commit that is checked out, which for a pull request is the branch that it goes to.
#
#   MODEL       one model; by default all
#   DATA        where the samples MODEL/DATASET lie; data by default, of either checkout
#   REPORT_URL  where the reports will be; by default the comment names the blobs
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p "${1:?usage: candidate.sh OUT [BASE]}/reports"
out=$(cd "$1" && pwd)
base=${2:-$out/base}
data=${DATA:-data}
despliega=(node trainer/dist/main.js)
failed=false held=false
# Only the storage on this machine, whatever account the environment names.
unset AZURE_STORAGE_CONNECTION_STRING DESPLIEGA_STORAGE_ACCOUNT_URL DESPLIEGA_STORAGE_ACCOUNT_KEY
# What nobody serves, nobody signs.
unset DESPLIEGA_SIGNING_KEY_FILE DESPLIEGA_SIGNING_KEY_VAULT_KEY DESPLIEGA_SIGNING_PUBLIC_KEYS
export DESPLIEGA_DIRECTORY=$out/storage
# Nothing here serves, and a candidate is compared with a champion.
export DESPLIEGA_APPROVALS=off

# What a pull request breaks is named in the comment, as nothing can be trained of it.
models=$("${despliega[@]}" models --json 2>"$out/told")
cat "$out/told" >&2
broken=$(sed -n 's/^Left out: //p' "$out/told")
rm "$out/told"
chosen=$(jq --compact-output --arg model "${MODEL:-}" 'select($model == "" or .name == $model)' <<<"$models")
: "${chosen:?no such model}"
[ -z "$broken" ] || failed=true

if [ ! -e "$base" ]; then
  git worktree add --detach "$base" 'HEAD^1'
  (cd "$base" && npm ci --ignore-scripts --no-audit --no-fund && npm run build)
fi

train() {
  local set inputs=()
  for set in $3; do
    inputs+=(--input "$set=$data/$2/$set")
  done
  (cd "$1" && node trainer/dist/main.js train "$2" "${inputs[@]}")
}

# What `despliega check` does not find in order, for the comment. A check that fails makes the run fail.
check() {
  local set inputs=() lines
  for set in $2; do
    inputs+=(--input "$set=$data/$1/$set")
  done
  "${despliega[@]}" check "$1" "${inputs[@]}" >"$out/checks" || failed=true
  lines=$(jq --raw-output 'select(.verdict == "fails" or .verdict == "warns") | "- **\(.check)** \(.verdict): \(.text)"' "$out/checks")
  rm "$out/checks"
  [ -z "$lines" ] || printf '\n### Checks of the features\n\n%s\n' "$lines" >>"$out/sections.md"
}

leave_out() {
  echo "Left out: $1"
  left+=("$1")
}

# The section of a model: what the report says, or that there is none.
section() {
  local model=$1 sets=$2 code=0
  # A branch that cannot be trained any more, or not yet, is no fault of the pull request.
  train "$base" "$model" "$sets" || echo "What is there already gave no champion of $model (exit code $?)."
  train . "$model" "$sets" || code=$?
  case $code in
    0) ;;
    3) held=true ;;
    *)
      failed=true
      printf '\n## %s\n\n**Cannot be trained** (exit code %s): the log of the run says why.\n' "$model" "$code" >>"$out/sections.md"
      check "$model" "$sets"
      return
      ;;
  esac
  "${despliega[@]}" report "$model" --out "$out/reports/$model.html"
  # The mark of the whole comment takes the place of the section's own.
  "${despliega[@]}" report "$model" --markdown ${REPORT_URL:+--report-url "$REPORT_URL"} | sed 1d >>"$out/sections.md"
  check "$model" "$sets"
}

lacking() {
  local set
  for set in $2; do
    [ -e "$data/$1/$set" ] || { echo "$data/$1/$set" && return; }
  done
}

left=()
: >"$out/sections.md"
while read -r name privacy sets; do
  if [ "$privacy" != open ]; then
    leave_out "$name, as it is sensitive"
  elif [ -n "$(lacking "$name" "$sets")" ]; then
    leave_out "$name, as $(lacking "$name" "$sets") is not there"
  else
    section "$name" "$sets" </dev/null
  fi
done < <(jq --raw-output '"\(.name) \(.privacy) \(.datasets | join(" "))"' <<<"$chosen")

{
  echo '<!-- despliega:candidate -->'
  cat "$out/sections.md"
  for line in "${left[@]}"; do printf '\nLeft out: %s.\n' "$line"; done
  [ -z "$broken" ] || while IFS= read -r line; do printf '\n**Broken:** %s\n' "$line"; done <<<"$broken"
} >"$out/comment.md"
rm "$out/sections.md"
! "$failed" || exit 1
! "$held" || exit 3
