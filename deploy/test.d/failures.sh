#!/usr/bin/env bash
# Each way in which deploy/up can fail before it starts anything: one clear sentence, and a code that is not 0.
set -eu
# shellcheck source=deploy/test.d/checks.bash
. "$(dirname "$0")/checks.bash"

mount_point="$work/mount"
listener=
clean() {
  [ -z "$listener" ] || kill "$listener" 2>/dev/null || true
  if grep -qs " $mount_point " /proc/mounts; then umount "$mount_point"; fi
  rm -rf "$work"
}
trap clean EXIT

use_jdk
base=$(free_base)
up=("$deploy/up" --detach --data "$work/data" --port-base "$base")

refuses "an unknown option is named" "no option --nonsense" "$deploy/up" --nonsense
refuses "an unknown option of down is named" "no option --nonsense" "$deploy/down" --nonsense
refuses "an unknown benchmark is named, with what there is" "no benchmark nonsense; there is: check-in year verdict pass" \
  "$deploy/bench" nonsense
refuses "an unknown option of bench is named" "no option --nonsense" "$deploy/bench" check-in --nonsense
refuses "a number of runs that is none" "need numbers" "$deploy/bench" --runs many
refuses "a year of too few visits" "A year has 10000 to 14000000 visits" "$deploy/bench" year --visits 9
refuses "TLS is refused, since it is not built" "--tls is not built yet" "$deploy/up" --tls
refuses "a port base that is no number" "--port-base needs a number" "$deploy/up" --port-base high
refuses "a port base too high for its ports" "--port-base is between" "$deploy/up" --port-base 65000
refuses "down without a data directory" "There is no data directory" "$deploy/down" --data "$work/absent"

mkdir "$work/empty"
"$JAVA_HOME/bin/jwebserver" -b 127.0.0.1 -p $((base + 80)) -d "$work/empty" >/dev/null 2>&1 &
listener=$!
until (exec 3<>"/dev/tcp/127.0.0.1/$((base + 80))") 2>/dev/null; do sleep 0.1; done
refuses "a taken port is named" "Port $((base + 80)) on 127.0.0.1, which HTTP needs, is taken" "${up[@]}"

echo "not a directory" >"$work/file"
refuses "a file in the place of the data directory" "cannot be written" "$deploy/up" --detach --data "$work/file"

mkdir -p "$work/other/important"
refuses "--fresh empties only what looks like its own" "will not empty" \
  "$deploy/up" --detach --fresh --data "$work/other" --port-base "$(free_base)"
[ -d "$work/other/important" ] || failed "--fresh removed a stranger's directory"

mkdir "$mount_point"
if mount -t tmpfs -o ro tmpfs "$mount_point" 2>/dev/null; then
  refuses "a read-only data directory" "cannot be written" "$deploy/up" --detach --data "$mount_point"
  umount "$mount_point"
  mount -t tmpfs -o size=8m tmpfs "$mount_point"
  refuses "a full data directory" "MiB free and at least" "$deploy/up" --detach --data "$mount_point"
  umount "$mount_point"
else
  skipped "a read-only and a full data directory" "only root can mount one"
fi

# A machine of its own kind: no JDK in its usual place, none on the PATH, no packages to be had.
mkdir "$work/bin"
for program in bash env dirname basename sed awk grep cat mkdir rm df tr sort head tail id readlink find; do
  ln -s "$(command -v $program)" "$work/bin/$program"
done
if [ "$(id -u)" -eq 0 ] && unshare --mount true 2>/dev/null; then
  # shellcheck disable=SC2016
  refuses "a missing JDK, with the way to get it" "JDK 25 is missing: install Eclipse Temurin 25" \
    unshare --mount "$(command -v bash)" -c 'mount -t tmpfs tmpfs /usr/lib/jvm && exec env -u JAVA_HOME PATH="$1" "$2" \
      --detach --data "$3" --port-base "$4"' missing "$work/bin:/nowhere" "$deploy/up" "$work/data" "$(free_base)"
else
  skipped "a missing JDK" "only root can hide the one that is here"
fi
finish
