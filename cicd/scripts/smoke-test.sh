#!/usr/bin/env bash
# Asks an api for the features and the prediction of a user, and fails when an answer is not what it should be.
#
#   smoke-test.sh URL  such as https://example.azurewebsites.net
#
#   DESPLIEGA_ENTRA_AUDIENCE    for an api that wants tokens of Entra ID: whom they are meant for
#   API_KEY           for an api that wants keys
#   DEADLINE_SECONDS  how long the api may take to get ready; 300 by default
#   POLL_SECONDS      5 by default
set -euo pipefail
url=${1:?usage: smoke-test.sh URL}
user=${url%/}/api/user/5008806

# Arguments can be seen by whoever lists processes, so token and key come to curl through a file.
header=$(mktemp)
trap 'rm -f "$header"' EXIT
if [ -n "${DESPLIEGA_ENTRA_AUDIENCE:-}" ]; then
  token=$(az account get-access-token --resource "$DESPLIEGA_ENTRA_AUDIENCE" --query accessToken --output tsv)
  printf 'authorization: Bearer %s\n' "$token" >"$header"
elif [ -n "${API_KEY:-}" ]; then
  printf 'x-api-key: %s\n' "$API_KEY" >"$header"
fi
get() {
  curl --silent --show-error --fail --max-time 30 --header "@$header" "$1"
}

end=$((SECONDS + ${DEADLINE_SECONDS:-300}))
until get "${url%/}/readyz" >/dev/null 2>&1; do
  if [ "$SECONDS" -ge "$end" ]; then
    echo "$url did not get ready in time." >&2
    exit 1
  fi
  sleep "${POLL_SECONDS:-5}"
done

check() {
  local answer
  answer=$(get "$user/$1") || {
    echo "/api/user/…/$1 does not answer." >&2
    return 1
  }
  if ! jq --exit-status "$2" <<<"$answer" >/dev/null; then
    echo "/api/user/…/$1 answers, but not as it should." >&2
    return 1
  fi
  echo "/api/user/…/$1 answers as it should."
}
check caracteristicasriesgo '
  keys == ["age", "avg_amount_loans_previous", "flag_own_car", "nb_previous_loans", "years_on_the_job"]
  and all(.[]; type == "number" or type == "null")'
check prediccion '. == {"resultado": [0]} or . == {"resultado": [1]}'
