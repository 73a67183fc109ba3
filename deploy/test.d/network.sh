#!/usr/bin/env bash
# The network of real peers: cut off while it is made and taken up again, made again, grown by an organisation, killed and
# started. Needs Fabric's programs in FABRIC_BIN and skips without them.
set -eu
# shellcheck source=deploy/test.d/checks.bash
. "$(dirname "$0")/checks.bash"

network="$repo/fabric/network"
refuses "no programs of Fabric" "FABRIC_BIN is not set" env -u FABRIC_BIN "$network/up" --data "$work/none"
if [ -z "${FABRIC_BIN:-}" ]; then
  skipped "the network of peers" "FABRIC_BIN names no directory with Fabric's programs"
  finish
  exit 0
fi

data="$work/network"
base=$((RANDOM % 20000 + 10000))
trap '"$network/down" --data "$data" >/dev/null 2>&1; rm -rf "$work"' EXIT

go_up() { "$network/up" --data "$data" --port-base "$base" --small --organisations "FederationMSP CityMSP" >"$work/up" 2>&1; }
in_order() { "$network/check" --data "$data" >"$work/check" 2>&1 || failed "$1: $(cat "$work/check")"; }

refuses "an organisation that is none" "no organisation's MSP id" "$network/up" --data "$work/none" --organisations "FederationMSP x"
refuses "a network that is not there" "There is no network" "$network/check" --data "$work/none"

# bash says of each that it was killed
cuts=0
for seconds in 2 4 7 11 16; do
  timeout -s KILL $seconds "$network/up" --data "$data" --port-base "$base" --small --organisations "FederationMSP CityMSP" \
    >"$work/cut" 2>&1 && break
  cuts=$((cuts + 1))
done 2>/dev/null
go_up || failed "after $cuts cuts: $(cat "$work/up")"
in_order "after $cuts cuts"
passed "it goes on after it was cut off $cuts times"

go_up || failed "again: $(cat "$work/up")"
expect "again there is nothing to do" "$(grep -cv '^Endorsed\|^The network runs\|^Building' "$work/up")" 0

"$network/add-org" SummitMSP --data "$data" >"$work/added" 2>&1 || failed "add-org: $(cat "$work/added")"
in_order "with another organisation"
expect "clients are told of the new organisation" "$(jq -r '.organisations[].msp' "$data/network.json" | paste -sd ' ')" \
  "FederationMSP CityMSP SummitMSP"
"$network/add-org" SummitMSP --data "$data" >"$work/added" 2>&1 || failed "add-org again: $(cat "$work/added")"
passed "an organisation is added once"

for file in "$data"/pids/*; do kill -s KILL "$(cat "$file")"; done
refuses "what is killed is missed" "faults" "$network/check" --data "$data"
go_up || failed "after a kill: $(cat "$work/up")"
in_order "after a kill"
passed "it comes back after everything was killed"

"$network/down" --data "$data" >/dev/null
expect "down leaves nothing" "$("$network/down" --data "$data")" "Nothing ran on $data."
finish
