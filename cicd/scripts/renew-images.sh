#!/usr/bin/env bash
# Gives every image of others the digest that its tag has now: each NAME:TAG@sha256:DIGEST in the Dockerfiles and scripts. Look at
# what changes, and build and test, before you commit.
#
#   renew-images.sh [FILE]...  docker/*.Dockerfile and cicd/scripts/*.sh by default
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$#" -gt 0 ] || set -- docker/*.Dockerfile cicd/scripts/*.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

references=$(grep --no-filename --only-matching --extended-regexp '[a-z0-9][a-z0-9./-]*:[A-Za-z0-9._-]+@sha256:[0-9a-f]{64}' "$@" | sort --unique)
for reference in $references; do
  name=${reference%@*}
  digest=$(docker buildx imagetools inspect "$name" --format '{{.Manifest.Digest}}')
  if ! grep --quiet --line-regexp --extended-regexp 'sha256:[0-9a-f]{64}' <<<"$digest"; then
    echo "The registry names no digest of $name." >&2
    exit 1
  fi
  for file in "$@"; do
    sed "s|$reference|$name@$digest|g" "$file" >"$work/file"
    cmp --silent "$work/file" "$file" || cat "$work/file" >"$file"
  done
  echo "$name is $digest."
done
