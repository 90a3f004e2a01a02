#!/usr/bin/env bash
# Copies releases that were tested in another environment to this one, byte for byte, and promotes them. What this
# environment served before and went back from is not promoted again. Ends as the trainer does: 0 each release is the
# champion, 1 one failed, 3 one waits for approvals, 4 one is outrun by another command; of several 1 before 4 before 3.
#
#   RELEASES              those that were tested, as champions.sh prints them
#   SOURCE_CONTAINER_URL  the container that has them, without a signature: an identity opens it, or
#                         DESPLIEGA_COPY_CONNECTION_STRING
#   DESPLIEGA_STORAGE_ACCOUNT_URL  this environment, and the other settings of `despliega`
#   WAITING               `passes` where a release that waits for approvals is no failure: 0 instead of 3
#   SUMMARY               a file that gets the summaries of the new champions in Markdown; none by default
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${RELEASES?}" "${SOURCE_CONTAINER_URL:?}"
failed=false outrun=false waits=false
why="tested in $SOURCE_CONTAINER_URL"

# Arguments are visible in a list of processes.
case $SOURCE_CONTAINER_URL in
  *\?*)
    echo "SOURCE_CONTAINER_URL must not hold a signature: set DESPLIEGA_COPY_CONNECTION_STRING, or use an identity." >&2
    exit 2
    ;;
esac

despliega() {
  node trainer/dist/main.js "$@"
}

promote() {
  local model=$1 version=$2 moves code=0
  moves=$(despliega ledger "$model" --json) || return
  if [ "$(jq --raw-output --slurp 'last | .version // ""' <<<"$moves")" = "$version" ]; then
    echo "$model $version is the champion already."
    return
  fi
  if [ -n "$(jq --arg version "$version" 'select(.version == $version)' <<<"$moves")" ]; then
    echo "$model $version was the champion before, and is not promoted again: do that by hand, if it is right."
    return
  fi
  despliega copy "$model" "$version" --from "$SOURCE_CONTAINER_URL" --why "$why" >/dev/null || return
  despliega promote "$model" "$version" --why "$why" >/dev/null || code=$?
  case $code in
    0)
      echo "$model $version is the new champion."
      despliega report "$model" "$version" --markdown >>"${SUMMARY:-/dev/null}"
      ;;
    3)
      echo "$model $version is copied and waits for approvals; the champion goes on serving."
      waits=true
      ;;
    4)
      echo "$model $version is copied, but another command moved the champion first."
      outrun=true
      ;;
    *) return 1 ;;
  esac
}

for release in $RELEASES; do
  promote "${release%%=*}" "${release#*=}" </dev/null || failed=true
done
! "$failed" || exit 1
! "$outrun" || exit 4
! "$waits" || [ "${WAITING:-fails}" = passes ] || exit 3
