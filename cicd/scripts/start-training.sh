#!/usr/bin/env bash
# Starts the trainer's jobs, waits for their ends, and says what became of the models. Ends as the trainer does: 0 every
# release is the new champion, 1 one failed, 3 one is held back by its gates or waits for approvals, 4 one is outrun by
# another run; of several 1 before 4 before 3.
#
#   start-training.sh [IMAGE]  with another image from now on; by default with the one that a job has
#
#   RESOURCE_GROUP       where the jobs are
#   DESPLIEGA_STORAGE_ACCOUNT_URL  where the releases are, and the other settings of `despliega`
#   MODEL                one model; by default every model that has a job
#   DEADLINE_SECONDS     3600 by default, for all together; a job that takes longer is stopped
#   POLL_SECONDS         15 by default
#   HELD_BACK            `passes` where a release that is held back or waits is no failure: 0 instead of 3
#   SUMMARY              a file that gets the summaries of the releases in Markdown; none by default
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${RESOURCE_GROUP:?}"
group=(--resource-group "$RESOURCE_GROUP")
image=${1:-}
models=()
declare -A before execution
failed=false outrun=false held=false

job() {
  echo "train-${1//_/-}"
}
newest() {
  node trainer/dist/main.js releases "$1" | jq --compact-output --slurp 'last'
}

# The infrastructure says which models are trained: each has a job. What has one and is no model here is a fault.
choose() {
  local names jobs name
  if [ -n "${MODEL:-}" ]; then
    models=("$MODEL")
    return
  fi
  names=$(node trainer/dist/main.js models --json | jq --raw-output '.name')
  jobs=$(az containerapp job list "${group[@]}" --query '[].name' --output tsv)
  for name in $names; do
    if grep --quiet --line-regexp --fixed-strings "$(job "$name")" <<<"$jobs"; then
      models+=("$name")
      jobs=$(grep --invert-match --line-regexp --fixed-strings "$(job "$name")" <<<"$jobs" || true)
    else
      echo "$name has no job in $RESOURCE_GROUP and is left out."
    fi
  done
  for name in $(grep '^train-' <<<"$jobs" || true); do
    echo "$name is a job of no model of this checkout." >&2
    failed=true
  done
  if [ "${#models[@]}" = 0 ]; then
    echo "No model has a job in $RESOURCE_GROUP." >&2
    exit 1
  fi
}

start() {
  local model=$1
  before[$model]=$(newest "$model" | jq --raw-output '.version') || return
  # `start --image` would drop every environment variable of the job, so the image goes into the job itself.
  if [ -n "$image" ]; then
    az containerapp job update --name "$(job "$model")" "${group[@]}" --image "$image" --output none || return
  fi
  execution[$model]=$(az containerapp job start --name "$(job "$model")" "${group[@]}" --query name --output tsv) || return
  echo "Started ${execution[$model]}."
}

await() {
  local run=${execution[$1]} status here
  here=(--name "$(job "$1")" "${group[@]}" --job-execution-name "$run")
  while true; do
    # One question without an answer is no reason to lose sight of a run.
    status=$(az containerapp job execution show "${here[@]}" --query properties.status --output tsv) || status=Unknown
    case $status in
      Succeeded | Failed | Stopped | Degraded) break ;;
    esac
    if [ "$SECONDS" -ge "$end" ]; then
      echo "$run did not end in time and is stopped; its last status is $status." >&2
      az containerapp job stop "${here[@]}" --output none || true
      return 1
    fi
    sleep "${POLL_SECONDS:-15}"
  done
  echo "$run ended: $status."
}

tell() {
  local model=$1 release version
  release=$(newest "$model") || return
  version=$(jq --raw-output '.version' <<<"$release") || return
  if [ "$version" = "${before[$model]}" ]; then
    echo "No release was published: see the log of ${execution[$model]}." >&2
    return 1
  fi
  node trainer/dist/main.js report "$model" "$version" --markdown >>"${SUMMARY:-/dev/null}" || return
  case $(jq --raw-output '"\(.champion) \(.passed) \(has("approvals"))"' <<<"$release") in
    true*) echo "$model $version is the new champion." ;;
    "false true true")
      echo "$model $version waits for approvals; the champion goes on serving."
      held=true
      ;;
    "false false"*)
      echo "$model $version is held back by its gates; the champion goes on serving."
      held=true
      ;;
    *)
      echo "$model $version passed its gates, but another run moved the champion first."
      outrun=true
      ;;
  esac
}

choose
# All are started before one is waited for. One that fails stops no other.
end=$((SECONDS + ${DEADLINE_SECONDS:-3600}))
for model in "${models[@]}"; do
  start "$model" || { failed=true; echo "$model could not be started." >&2; }
done
for model in "${models[@]}"; do
  if [ -n "${execution[$model]:-}" ]; then
    { await "$model" && tell "$model"; } || failed=true
  fi
done
! "$failed" || exit 1
! "$outrun" || exit 4
! "$held" || [ "${HELD_BACK:-fails}" = passes ] || exit 3
