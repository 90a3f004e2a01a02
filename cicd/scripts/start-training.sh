#!/usr/bin/env bash
# Starts the trainer's job, waits for its end, and says what became of the model. Ends as the trainer does: 0 the
# release is the new champion, 1 failed, 3 held back by its gates, 4 outrun by another run.
#
#   start-training.sh [IMAGE]  with another image from now on; by default with the one that the job has
#
#   RESOURCE_GROUP       where the job is
#   DESPLIEGA_STORAGE_ACCOUNT_URL  where the releases are, and whatever else `despliega` is told by its settings
#   MODEL                riesgo by default
#   DEADLINE_SECONDS     3600 by default; a job that takes longer is stopped
#   POLL_SECONDS         15 by default
#   HELD_BACK            `passes` where a release that its gates hold back is no failure: 0 instead of 3
#   SUMMARY              a file that gets the release's summary in Markdown; none by default
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${RESOURCE_GROUP:?}"
model=${MODEL:-riesgo}
job=(--name "train-${model//_/-}" --resource-group "$RESOURCE_GROUP")

newest() {
  node trainer/bin/despliega.js releases "$model" | jq --compact-output --slurp 'last'
}

before=$(newest | jq --raw-output '.version')
# `start --image` would drop every environment variable of the job, so the image goes into the job itself.
if [ -n "${1:-}" ]; then
  az containerapp job update "${job[@]}" --image "$1" --output none
fi
execution=$(az containerapp job start "${job[@]}" --query name --output tsv)
echo "Started $execution."

end=$((SECONDS + ${DEADLINE_SECONDS:-3600}))
while true; do
  # One question without an answer is no reason to lose sight of a run.
  status=$(az containerapp job execution show "${job[@]}" --job-execution-name "$execution" \
    --query properties.status --output tsv) || status=Unknown
  case $status in
    Succeeded | Failed | Stopped | Degraded) break ;;
  esac
  if [ "$SECONDS" -ge "$end" ]; then
    echo "$execution did not end in time and is stopped; its last status is $status." >&2
    az containerapp job stop "${job[@]}" --job-execution-name "$execution" --output none
    exit 1
  fi
  sleep "${POLL_SECONDS:-15}"
done
echo "$execution ended: $status."

release=$(newest)
version=$(jq --raw-output '.version' <<<"$release")
if [ "$version" = "$before" ]; then
  echo "No release was published: see the log of $execution." >&2
  exit 1
fi
node trainer/bin/despliega.js report "$model" "$version" --markdown >>"${SUMMARY:-/dev/null}"
case $(jq --raw-output '"\(.champion) \(.passed)"' <<<"$release") in
  true*) echo "$model $version is the new champion." ;;
  "false false")
    echo "$model $version is held back by its gates; the champion goes on serving."
    [ "${HELD_BACK:-fails}" = passes ] || exit 3
    ;;
  *)
    echo "$model $version passed its gates, but another run moved the champion first."
    exit 4
    ;;
esac
