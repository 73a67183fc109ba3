# Shared by the tests of the scripts; sourced, never run. Nothing is faked: ports are taken, file systems are full.
# shellcheck shell=bash
# shellcheck source=deploy/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

deploy="$repo/deploy"
work=$(mktemp -d)
checks=0
tests_name=$(basename "$0" .sh)

passed() {
  checks=$((checks + 1))
  printf '  ok       %s\n' "$1"
}

failed() {
  printf '  FAILED   %s\n' "$1"
  exit 1
}

skipped() { printf '  skipped  %s: %s\n' "$1" "$2"; }

# refuses WHAT WORDS COMMAND...: it ends with a code that is not 0 and says the words in its last line, and only there.
refuses() {
  local what=$1 words=$2 said code=0
  shift 2
  said=$("$@" 2>&1 </dev/null) || code=$?
  [ $code -ne 0 ] || failed "$what: it succeeded"
  case $(tail -n 1 <<<"$said") in
  *"$words"*) passed "$what" ;;
  *) failed "$what: it said
$said" ;;
  esac
}

# expect WHAT IS SHOULD-BE
expect() { if [ "$2" = "$3" ]; then passed "$1"; else failed "$1: $2 instead of $3"; fi; }

# Sets data, base and a clean end for a test that starts the platform.
use_platform() {
  data="$work/data"
  base=$(free_base)
  trap clean_platform EXIT
}

clean_platform() {
  [ ! -d "$data" ] || "$deploy/down" --data "$data" >/dev/null 2>&1 || true
  rm -rf "$work"
}

# Processes, ours or servers, that name the data directory which the test set.
alive() {
  local file
  for file in /proc/[0-9]*/cmdline; do
    is_ours "$(basename "$(dirname "$file")")" && case $(tr '\0' ' ' <"$file") in *deploy/test.d/* | *deploy/up*) ;; *) echo "$file" ;; esac
  done
  return 0
}

# A port base whose ports for HTTP and the servers are free.
free_base() {
  local base offset
  while :; do
    base=$((RANDOM % 20000 + 10000))
    for offset in 80 379 422 423 432 1080; do
      if (exec 3<>"/dev/tcp/127.0.0.1/$((base + offset))") 2>/dev/null; then continue 2; fi
    done
    echo $base
    return
  done
}

finish() { printf '%s: %s checks passed\n' "$tests_name" "$checks"; }
