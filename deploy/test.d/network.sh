#!/usr/bin/env bash
# The network of real peers: cut off while it is made and taken up again, made again, grown by organisations here and
# elsewhere, given other code and other certificates, killed and started. Needs Fabric's programs in FABRIC_BIN and skips without
# them.
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

use_jdk
data="$work/network"
base=$((RANDOM % 20000 + 10000))
clean() {
  local each
  for each in "$data" "$work/alpine" "$work/fell" "$work/placed"; do
    [ ! -d "$each" ] || "$network/down" --data "$each" >/dev/null 2>&1 || true
  done
  rm -rf "$work"
}
trap clean EXIT

go_up() { "$network/up" --data "$data" --port-base "$base" --small --organisations "FederationMSP CityMSP" >"$work/up" 2>&1; }
in_order() { "$network/check" --data "$data" >"$work/check" 2>&1 || failed "$1: $(cat "$work/check")"; }

refuses "an organisation that is none" "no organisation's MSP id" "$network/up" --data "$work/none" --organisations "FederationMSP x"
refuses "two organisations that differ in capitals" "differ in capitals" \
  "$network/up" --data "$work/none" --organisations "FederationMSP CityMSP CITYMSP"
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

# a second of two that come at once waits for the first, and neither is forgotten
"$network/add-org" LakeMSP --data "$data" >"$work/lake" 2>&1 &
lake=$!
"$network/add-org" MoorMSP --data "$data" >"$work/moor" 2>&1 || failed "add-org beside another: $(cat "$work/moor")"
wait $lake || failed "add-org beside another: $(cat "$work/lake")"
in_order "with two more"
expect "two that are added at once are both there" "$(sort "$data/organisations" | paste -sd ' ')" \
  "CityMSP FederationMSP LakeMSP MoorMSP SummitMSP"
expect "none has another's ports" "$(sort "$data"/*/index | uniq -d | wc -l)" 0

# --- other certificates
short_lived() {
  local pair=$1 authority=$2
  openssl x509 -x509toreq -copy_extensions copy -in "$pair.crt" -signkey "$pair.key" -out "$work/request" 2>/dev/null
  openssl x509 -req -copy_extensions copy -in "$work/request" -CA "$authority.pem" -CAkey "$authority.key" -set_serial 7 -days 1 \
    -out "$pair.crt" 2>/dev/null
}
copy=("$data"/CityMSP/peer/ledger/externalbuilder/builds/*/release/chaincode/server/connection.json)
short_lived "$data/CityMSP/peer/tls/server" "$data/CityMSP/tls-ca"
short_lived "$data/OrdererMSP/orderer1/tls/server" "$data/OrdererMSP/tls-ca"
refuses "certificates that end soon" "2 faults" "$network/check" --data "$data"
go_up || failed "with other certificates: $(cat "$work/up")"
in_order "with other certificates"
expect "a peer calls its chaincode with its certificate of today" "$(jq -r .client_cert "${copy[0]}")" \
  "$(cat "$data/CityMSP/peer/tls/server.crt")"
expect "what has another certificate is started again, and nothing else" "$(grep -c '^Starting' "$work/up")" 2

# --- other code: a jar more is another package
mkdir -p "$work/jars"
cp "$(find "$data/chaincode" -name 'chaincode-*.jar' | head -n 1)" "$work/jars/"
cp -R "$repo/fabric/chaincode/target/network/lib" "$work/jars/"
"$JAVA_HOME/bin/jar" cf "$work/jars/lib/another.jar" -C "$work" up
"$network/up" --data "$data" --chaincode "$work/jars" >"$work/up" 2>&1 || failed "with other code: $(cat "$work/up")"
in_order "with other code"
"$network/add-org" TarnMSP --data "$data" >"$work/added" 2>&1 || failed "add-org after other code: $(cat "$work/added")"
expect "who comes later runs what the federation approved" \
  "$(grep CORE_CHAINCODE_ID_NAME "$data/TarnMSP/chaincode/service.env")" \
  "$(grep CORE_CHAINCODE_ID_NAME "$data/FederationMSP/chaincode/service.env")"

expect "only their owner reads keys" \
  "$(find "$data" \( -name '*.key' -o -name key.pem -o -name connection.json -o -name network.json \) -perm /077 | wc -l)" 0

for file in "$data"/pids/*; do kill -s KILL "$(cat "$file")"; done
refuses "what is killed is missed" "faults" "$network/check" --data "$data"
go_up || failed "after a kill: $(cat "$work/up")"
in_order "after a kill"
passed "it comes back after everything was killed"

expect "an outsider finds no way to DATA" "$(stat -c %a "$data")" 700

"$network/down" --data "$data" >/dev/null
expect "down leaves nothing" "$("$network/down" --data "$data")" "Nothing ran on $data."

# --- nodes that something else starts, each told by its name where it is
data="$work/placed"
cat >"$work/nodes" <<NODES
# name host port
orderer1 localhost $((base + 100))
peer.federation localhost $((base + 110))
chaincode.federation localhost $((base + 120))
NODES
refuses "a table of nodes that is none" "not NAME HOST PORT" "$network/up" --data "$work/none" --nodes "$network/README.md"
alone=("$network/up" --data "$data" --port-base "$base" --small --organisations FederationMSP --nodes "$work/nodes")
"${alone[@]}" --only crypto >"$work/up" 2>&1 || failed "crypto: $(cat "$work/up")"
expect "nothing is started" "$(find "$data" -path '*/pids/*' | wc -l)" 0
mkdir -p "$data/pids"
by_hand() {
  local name=$1 folder=$2
  shift 2
  (cd "$folder" && exec setsid nohup "$@" </dev/null >"$work/$name.log" 2>&1) &
  printf '%s\n' $! >"$data/pids/$name"
}
by_hand orderer1 "$data/OrdererMSP/orderer1" env FABRIC_CFG_PATH="$data/OrdererMSP/orderer1" "$FABRIC_BIN/orderer"
by_hand peer.federation "$data/FederationMSP/peer" env FABRIC_CFG_PATH="$data/FederationMSP/peer" \
  CLUBS_CHAINCODE_CONNECTION="$data/FederationMSP/chaincode/connection.json" "$FABRIC_BIN/peer" node start
# shellcheck disable=SC2016
by_hand chaincode.federation "$data/FederationMSP/chaincode" sh -c \
  'set -a; . ./service.env; exec "$JAVA_HOME/bin/java" org.reciprocalclubs.chaincode.ClubsChaincode'
"${alone[@]}" --only channel >"$work/up" 2>&1 || failed "channel: $(cat "$work/up")"
in_order "of nodes that something else started"
expect "clients are told where they are" "$(jq -r '.organisations[0].peer' "$data/network.json")" "localhost:$((base + 110))"

# --- an organisation elsewhere: its keys never come here
prepare() {
  "$network/join" "$1" --data "$2" --port-base "$3" >"$work/join" 2>&1 || failed "join $1: $(cat "$work/join")"
  cp -R "$2/$1/msp" "$work/shown.$1"
  add=("$network/add-org" "$1" --data "$data" --msp "$work/shown.$1")
}
prepare AlpineMSP "$work/alpine" $((base + 200))
refuses "a peer elsewhere that could not reach this network" "no peer elsewhere reaches it" \
  "${add[@]}" --peer "peer.alpine.example:7051"
mkdir "$work/shown.AlpineMSP/keystore"
refuses "a club's private keys" "has private keys" "${add[@]}" --peer "127.0.0.1:$((base + 220))"
rmdir "$work/shown.AlpineMSP/keystore"
"${add[@]}" --peer "127.0.0.1:$((base + 220))" >"$work/added" 2>&1 || failed "add-org elsewhere: $(cat "$work/added")"
for _ in 1 2; do
  "$network/join" AlpineMSP --data "$work/alpine" --invitation "$data/AlpineMSP/invitation" >"$work/join" 2>&1 ||
    failed "join: $(cat "$work/join")"
done
expect "who has joined joins once" "$(grep -cv "^Endorsed\\|is on the channel\\|first block is" "$work/join")" 0
"$network/check" --data "$work/alpine" >"$work/check" 2>&1 || failed "check of who joined: $(cat "$work/check")"
in_order "with an organisation elsewhere"
expect "a club's keys stay with the club" "$(find "$data/AlpineMSP" -name '*key*' | wc -l)" 0
refuses "up on what joined" "run fabric/network/join" "$network/up" --data "$work/alpine"
refuses "taking over an organisation that runs elsewhere" "runs elsewhere" "$network/add-org" AlpineMSP --data "$data"

# --- a change that those here cannot make alone
prepare FellMSP "$work/fell" $((base + 400))
refuses "a change by a minority" "put what comes back in its place" "${add[@]}" --peer "127.0.0.1:$((base + 420))"
refuses "a signature that is not wanted" "Nothing is signed" "$network/sign" "$data/changes/FellMSP.envelope" --data "$work/alpine"
"$network/sign" "$data/changes/FellMSP.envelope" --data "$work/alpine" --yes >"$work/signed" 2>&1 ||
  failed "sign: $(cat "$work/signed")"
grep -q FellMSP "$work/signed" || failed "sign does not say what is signed: $(cat "$work/signed")"
"${add[@]}" --peer "127.0.0.1:$((base + 420))" >"$work/added" 2>&1 || failed "add-org that was signed: $(cat "$work/added")"
"$network/join" FellMSP --data "$work/fell" --invitation "$data/FellMSP/invitation" >"$work/join" 2>&1 ||
  failed "join of the third: $(cat "$work/join")"
in_order "with two organisations elsewhere"
passed "clubs elsewhere sign what those here cannot change alone"
finish
