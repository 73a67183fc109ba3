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
