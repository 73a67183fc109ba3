# Shared by the scripts of this directory; sourced, never run. Bash, Linux.
# shellcheck shell=bash

repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cache="${XDG_CACHE_HOME:-$HOME/.cache}/reciprocal-clubs"

readonly java_major=25
readonly maven_least=3.8
readonly stop_limit_seconds=60
readonly least_free_kib=$((256 * 1024))

say() { printf '%s\n' "$*"; }

# One sentence for the person at the keyboard, and out.
die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# The text between "#:" marks at the head of the calling script.
print_help() { sed -n 's/^#: \{0,1\}//p' "$0"; }

# --- programs -------------------------------------------------------------------------------------------------------

is_java() { [ -x "$1/bin/javac" ] && grep -qs "^JAVA_VERSION=\"$java_major[.\"]" "$1/release"; }

# Sets JAVA_HOME to a JDK of the wanted version: the one already named, else /usr/lib/jvm, else the PATH.
use_jdk() {
  find_jdk && return
  if install_packages "temurin-$java_major-jdk" || install_packages "openjdk-$java_major-jdk-headless"; then
    find_jdk && return
  fi
  die "JDK $java_major is missing: install Eclipse Temurin $java_major (its Debian package is temurin-$java_major-jdk)" \
    "or Debian's openjdk-$java_major-jdk where the release has it, or set JAVA_HOME to one that is unpacked elsewhere."
}

find_jdk() {
  local candidate
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* "$(jdk_on_path)"; do
    if [ -n "$candidate" ] && is_java "$candidate"; then
      export JAVA_HOME="$candidate"
      return
    fi
  done
  return 1
}

jdk_on_path() {
  local java
  java=$(command -v java) || return 0
  dirname "$(dirname "$(readlink -f "$java")")"
}

use_maven() {
  command -v mvn >/dev/null || install_packages maven ||
    die "Maven $maven_least or newer is missing: install the package maven, or put its bin directory on the PATH."
  local found
  found=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  [ "$(printf '%s\n%s\n' "$maven_least" "$found" | sort -V | head -n 1)" = "$maven_least" ] ||
    die "Maven $found is too old: $maven_least or newer is needed."
  export MAVEN_OPTS="${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
}

# NATS comes from the PATH, else from Debian's package, unpacked into the cache: no service is set up, root is not needed.
use_nats() {
  local place
  for place in "$(command -v nats-server || true)" /usr/sbin/nats-server /usr/local/sbin/nats-server \
    "$cache/nats-server/usr/sbin/nats-server"; do
    if [ -n "$place" ] && [ -x "$place" ]; then
      return
    fi
  done
  unpack_package nats-server ||
    die "nats-server is missing and could not be fetched: install the package nats-server, or put the program on the PATH."
}

unpack_package() {
  command -v apt-get >/dev/null && command -v dpkg >/dev/null || return 1
  say "Fetching $1 (a Debian package, unpacked into $cache/$1)"
  local part="$cache/$1.part.$$"
  mkdir -p "$part/tree"
  (cd "$part" && (apt-get -qq download "$1" || { refresh_packages && apt-get -qq download "$1"; })) >/dev/null 2>&1 &&
    dpkg -x "$part"/*.deb "$part/tree" && rm -rf "${cache:?}/$1" && mv "$part/tree" "$cache/$1"
  local result=$?
  rm -rf "$part"
  return $result
}

refresh_packages() { [ "$(id -u)" -eq 0 ] && apt-get -qq update; }

# Installs Debian packages when that is possible: as root, and all of them known.
install_packages() {
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 1
  local name
  for name in "$@"; do
    apt-cache show "$name" >/dev/null 2>&1 || refresh_packages >/dev/null 2>&1 || return 1
    apt-cache show "$name" >/dev/null 2>&1 || return 1
  done
  say "Installing $*"
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

# --- the build ------------------------------------------------------------------------------------------------------

# The quick build has a directory of its own: what mvn verify checks is never taken for done because of it.
readonly app_target="$repo/verticles/app/target/quick"

# A hash of everything that the jars are made from.
source_hash() {
  (cd "$repo" && find . -name target -prune -o \( -name pom.xml -o -path '*/src/main/*' \) -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1)
}

build_if_changed() {
  local hash
  hash=$(source_hash)
  if [ -d "$app_target/lib" ] && [ "$(cat "$app_target/built-from" 2>/dev/null)" = "$hash" ]; then
    return
  fi
  use_maven
  say "Building (JDK $JAVA_HOME)"
  mkdir -p "$repo/target"
  (
    flock 9
    cd "$repo" &&
      mvn -q -B -T 1C -Pquick -DskipTests -Dspotless.check.skip -Djacoco.skip -Denforcer.skip -pl verticles/app -am package
  ) 9>"$repo/target/build.lock" || die "The build failed: its reason is above."
  printf '%s\n' "$hash" >"$app_target/built-from"
}

# --- data and processes ---------------------------------------------------------------------------------------------

# Sets data to the whole path of the data directory, made when absent and writable, with room.
use_data() {
  mkdir -p "$1" 2>/dev/null && data=$(cd "$1" && pwd -P) && (: >"$data/.probe") 2>/dev/null && rm -f "$data/.probe" ||
    die "The data directory $1 cannot be written: free it or choose another with --data."
  local free
  free=$(df -Pk "$data" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge $least_free_kib ] ||
    die "The data directory $data has $((free / 1024)) MiB free and at least $((least_free_kib / 1024)) MiB are needed."
}

# Whether the process is alive and its command line or working directory says that it belongs to this data directory.
# Reads without $(...): bash 5.2 loses its place when a trap comes while it expands one.
is_ours() {
  local words
  [ -n "$1" ] && mapfile -d '' -t words 2>/dev/null <"/proc/$1/cmdline" || return 1
  case " ${words[*]} " in
  *"=$data "* | *" $data/"* | *"=$data/"*) return 0 ;;
  esac
  return 1
}

# The pids that were written down under a name of DATA/pids and are still ours.
our_pids() {
  local file pid
  for file in "$data"/pids/$1; do
    pid=$(cat "$file" 2>/dev/null) || continue
    if is_ours "$pid"; then
      printf '%s\n' "$pid"
    fi
  done
}

# stop_pids SIGNAL PID...: asks, waits, and kills only what does not leave within the limit.
stop_pids() {
  local signal=$1 pid end
  shift
  end=$((SECONDS + stop_limit_seconds))
  for pid in "$@"; do
    kill -s "$signal" "$pid" 2>/dev/null || true
  done
  for pid in "$@"; do
    while is_ours "$pid" && [ $SECONDS -lt $end ]; do
      sleep 0.1
    done
    if is_ours "$pid"; then
      say "Process $pid did not stop within $stop_limit_seconds s and is killed."
      kill -s KILL "$pid" 2>/dev/null || true
    fi
  done
}

# Servers that outlived the process which started them.
stop_orphans() {
  # shellcheck disable=SC2046
  stop_pids TERM $(our_pids nats) $(our_pids redis)
  # shellcheck disable=SC2046
  stop_pids INT $(our_pids postgres)
}
