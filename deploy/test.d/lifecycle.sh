#!/usr/bin/env bash
# A start, a second start, a kill -9, a stop: on a data directory of its own, with the jar that is built here.
set -eu
# shellcheck source=deploy/test.d/checks.bash
. "$(dirname "$0")/checks.bash"

use_platform

up() { "$deploy/up" --data "$data" --port-base "$base" "$@"; }

# The program without the scripts around it.
bare() {
  env CLUBS_CONF="$repo/conf" "$@" "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -cp "$app_target/*:$app_target/lib/*:$app_target/lib-dev/*" \
    org.reciprocalclubs.app.Main
}

use_jdk
use_nats
build_if_changed

up --detach >"$work/first"
expect "the first start says where it is" "$(grep -c "http.*:$((base + 80))" "$work/first" | sed 's/[1-9].*/some/')" some
expect "what is told at the end is for the owner only" "$(stat -c %a "$data/ready.json" "$data" | tr '\n' ' ')" "600 700 "
pid=$(cat "$data/pids/app-all")
refuses "a second start on the same data names the process" "in use by process $pid" \
  "$deploy/up" --detach --data "$data" --port-base "$(free_base)"
refuses "so does the bare program" "$data" bare CLUBS_DATA="$data" CLUBS_PORT_BASE="$(free_base)"
expect "the first goes on" "$(our_pids app-all)" "$pid"
expect "and stays announced" "$(test -s "$data/ready.json" && echo yes)" yes
expect "every line of the log is JSON" "$(grep -vc '^{.*}$' "$data/logs/app-all.log")" 0
refuses "a port base that is no number" "CLUBS_PORT_BASE is a number" bare CLUBS_DATA="$data" CLUBS_PORT_BASE=many

kill -KILL "$pid"
while is_ours "$pid"; do sleep 0.1; done
[ -n "$(alive)" ] || failed "a killed process was expected to leave servers behind"
# kept answers end after two days: the demonstration must not need them once it is made
CLUBS_DATABASE_BACKGROUND_KEEP_ANSWERS=1ms up --detach >"$work/second"
passed "after a kill -9, and days later, the next start takes over what was left"
expect "the same logins" "$(sed -n '/logins/,/^$/p' "$work/second")" "$(sed -n '/logins/,/^$/p' "$work/first")"

import() { "$deploy/import" "$@" --data "$data"; }
last() { tail -n 1 "$1"; }
printf 'number,first_name,last_name\n90001,First,Invented\n90002,Second,Invented\n' >"$work/members.csv"
import members "$work/members.csv" --as admin@harbour.example >"$work/imported"
expect "members are imported from a file" "$(last "$work/imported")" \
  "2 rows: 2 created, 0 updated, 0 unchanged, 0 rejected."
sed -i 's/Second/Other/' "$work/members.csv"
import members "$work/members.csv" --as admin@harbour.example >"$work/imported"
expect "the same file again changes only what changed" "$(last "$work/imported")" \
  "2 rows: 0 created, 1 updated, 1 unchanged, 0 rejected."
printf '90003,,Invented\n' >>"$work/members.csv"
code=0
import members "$work/members.csv" --as admin@harbour.example >"$work/imported" || code=$?
expect "a bad row keeps the file out" "$code: $(last "$work/imported")" \
  "1: Nothing was changed: --partial keeps the rows that are right."
expect "and is named with its fault" "$(grep -A1 '^ *4  rejected' "$work/imported" | tr -s ' \n' ' ')" \
  " 4 rejected 90003 error first_name: Every member has a first and a last name (NAME_MISSING) "
refuses "a desk may not import" "UNAUTHORIZED" import members "$work/members.csv" --as desk@harbour.example
refuses "an import by nobody" "Say who imports" import members "$work/members.csv"
refuses "an import of nothing" "no/such.csv cannot be read" import clubs no/such.csv --as operator@federation.example
refuses "an import to nowhere" "Nothing answers" import members "$work/members.csv" --as admin@harbour.example \
  --url http://localhost:1

pid=$(cat "$data/pids/app-all")
kill -KILL "$pid"
while is_ours "$pid"; do sleep 0.1; done
expect "down stops what a killed process left" "$("$deploy/down" --data "$data")" \
  "Stopped servers that a killed process had left behind."
expect "nothing is left" "$(alive)" ""

# Sets front to a start that stays in front, once it does.
up_in_front() {
  "$deploy/up" --data "$data" --port-base "$base" >"$work/front" 2>&1 &
  front=$!
  until grep -q "Ctrl-C stops it" "$work/front"; do
    kill -0 $front 2>/dev/null || failed "it did not stay in front: $(cat "$work/front")"
    sleep 0.1
  done
}

# Sets ended to the code and the last words of that start.
await_front() {
  local code=0
  wait $front || code=$?
  ended="$code: $(last "$work/front")"
}

up_in_front
kill -TERM $front
await_front
expect "asked to stop while in front it ends with" "$ended" "0: Stopped."
expect "nothing is left" "$(alive)" ""
expect "the ready file is gone" "$(find "$data" -name 'ready*')" ""
expect "down says when there is nothing to stop" "$("$deploy/down" --data "$data")" "Nothing ran on $data."

up_in_front
"$deploy/down" --data "$data" >"$work/down"
await_front
expect "stopped from elsewhere it ends with" "$ended" "0: Stopped."
up_in_front
kill -KILL "$(our_pids app-all)"
await_front
expect "a process that ends by itself is named" "${ended%% see *}" "1: up: The process all ended by itself:"
expect "nothing is left" "$(alive)" ""
finish
