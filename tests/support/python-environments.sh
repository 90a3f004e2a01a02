#!/usr/bin/env bash
# Sourced by the scripts that make Python environments, pinned, outside the checkout. $name is the script, $lists the folder of
# the lists of packages, and $root where the environments go.

python() {
  local candidate
  for candidate in python3.11 python3.12 python3.10 python3; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "$name: it takes Python 3.10, 3.11 or 3.12 with venv and pip" >&2
  return 1
}

# The directory is named after what is in it, so that other pins make another one; the mark comes last.
environment() {
  local list=$lists/$1.txt directory
  directory=$root/$1-$("$interpreter" -c 'import hashlib, sys; print("%d.%d-" % sys.version_info[:2] + hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest()[:12])' "$list")
  if [ ! -e "$directory/.complete" ]; then
    echo "$name: $1, which takes minutes" >&2
    # One chain: a command substitution goes on after a failure.
    rm -rf "$directory" &&
      "$interpreter" -m venv "$directory" >&2 &&
      "$directory/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$list" >&2 &&
      touch "$directory/.complete" || return 1
  fi
  echo "$directory/bin/python"
}

interpreter=$(python)
mkdir -p "$root"
# Two runs at once must not make the same environment.
exec 9>"$root/.lock"
if command -v flock >/dev/null; then flock 9; fi
