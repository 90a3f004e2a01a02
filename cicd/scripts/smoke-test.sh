#!/usr/bin/env bash
# Asks every model that an api serves, and fails when an answer is not what it should be. Its OpenAPI document says what
# to ask: by key with a key that the release holds, by row with a row that the release was published with. An answer has
# the fields and values that the document allows, and is the one that the trainer computed where the document states it.
# A sensitive model may refuse: then its guard works.
#
#   smoke-test.sh URL  such as https://example.azurewebsites.net
#
#   DESPLIEGA_ENTRA_AUDIENCE    for an api that wants tokens of Entra ID: their audience
#   API_KEY           for an api that wants keys
#   RELEASES          what it must serve, as champions.sh prints it; by default anything
#   DEADLINE_SECONDS  how long the api may take to get ready and to serve them; 300 by default
#   POLL_SECONDS      5 by default
set -euo pipefail
url=${1:?usage: smoke-test.sh URL}
url=${url%/}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Arguments are visible in a list of processes, so curl reads token and key from a file.
touch "$work/header"
if [ -n "${DESPLIEGA_ENTRA_AUDIENCE:-}" ]; then
  token=$(az account get-access-token --resource "$DESPLIEGA_ENTRA_AUDIENCE" --query accessToken --output tsv)
  printf 'authorization: Bearer %s\n' "$token" >"$work/header"
elif [ -n "${API_KEY:-}" ]; then
  printf 'x-api-key: %s\n' "$API_KEY" >"$work/header"
fi
ask() {
  curl --silent --show-error --max-time 30 --header "@$work/header" "$@"
}
answers() {
  jq --exit-status --compact-output --raw-output -L "$here/smoke" "$@"
}

end=$((SECONDS + ${DEADLINE_SECONDS:-300}))
until ask --fail "$url/readyz" >/dev/null 2>&1; do
  if [ "$SECONDS" -ge "$end" ]; then
    echo "$url did not get ready in time." >&2
    exit 1
  fi
  sleep "${POLL_SECONDS:-5}"
done

# A promotion serves when the api has read the pointer again.
serves() {
  # shellcheck disable=SC2016 # The variable is jq's.
  ask --fail "$url/v1/models" 2>/dev/null | answers --arg releases "${RELEASES:-}" \
    '($releases | split(" ") | map(select(. != ""))) - [.models[] | "\(.model)=\(.version)"] == []' >/dev/null 2>&1
}
until [ -z "${RELEASES:-}" ] || serves; do
  if [ "$SECONDS" -ge "$end" ]; then
    echo "$url does not serve $RELEASES in time." >&2
    exit 1
  fi
  sleep "${POLL_SECONDS:-5}"
done

for path in /v1/models /openapi.json; do
  ask --fail --output "$work/$(basename "$path")" "$url$path" || {
    echo "$path does not answer." >&2
    exit 1
  }
done
models=$(answers '.models[].model' "$work/models") || {
  echo "/v1/models names no model." >&2
  exit 1
}

# Fails after the others are asked, so that one run names every model that is wrong.
check() {
  local question=$1 told path status sensitive sending=()
  told=$(jq --raw-output '"\(.model): \(.method) \(.path)"' <<<"$question")
  path=$(jq --raw-output '.target' <<<"$question")
  sensitive=$(jq --raw-output '.sensitive' <<<"$question")
  if jq --exit-status '.method == "POST"' <<<"$question" >/dev/null; then
    jq --compact-output '.body' <<<"$question" >"$work/body"
    sending=(--header 'content-type: application/json' --data-binary "@$work/body")
  fi
  status=$(ask --output "$work/answer" --write-out '%{http_code}' "${sending[@]}" "$url$path") || status=none
  case $sensitive:$status in
    *:200) ;;
    true:401 | true:403)
      echo "$told refuses who may not ask, as it should."
      return
      ;;
    *)
      echo "$told does not answer: status $status." >&2
      return 1
      ;;
  esac
  # shellcheck disable=SC2016 # The variables are jq's.
  if ! answers --argjson ask "$question" --slurpfile documents "$work/openapi.json" \
    'include "answers"; is_right($documents[0]; $ask)' "$work/answer" >/dev/null 2>&1; then
    echo "$told answers, but not as it should." >&2
    return 1
  fi
  echo "$told answers as it should."
}

failed=false
for model in $models; do
  # shellcheck disable=SC2016 # The variable is jq's.
  if ! answers --arg model "$model" 'include "answers"; asks($model)' "$work/openapi.json" >"$work/asks"; then
    echo "$model offers nothing to ask." >&2
    failed=true
    continue
  fi
  while read -r question; do
    check "$question" </dev/null || failed=true
  done <"$work/asks"
done
! "$failed"
