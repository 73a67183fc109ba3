# Shared by the scripts of this directory; sourced, never run. Bash, Linux.
# shellcheck shell=bash

network=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=deploy/lib.sh
. "$network/../../deploy/lib.sh"
# shellcheck source=fabric/network/certificates.sh
. "$network/certificates.sh"

readonly channel=clubs chaincode=clubs chaincode_version=1.0
readonly wait_limit_seconds=60

# The shape of the network, unless the data directory says otherwise.
data="$repo/data/network"
host=127.0.0.1
port_base=8500
orderers=3
organisations=(FederationMSP CityMSP HarbourMSP)

# --- programs and data ----------------------------------------------------------------------------------------------

use_fabric() {
  local program
  [ -n "${FABRIC_BIN:-}" ] || die "FABRIC_BIN is not set: it names the directory with Fabric's programs (2.5)."
  FABRIC_BIN=$(cd "$FABRIC_BIN" && pwd -P) || die "FABRIC_BIN names no directory."
  for program in peer orderer configtxgen configtxlator osnadmin; do
    [ -x "$FABRIC_BIN/$program" ] || die "$program is missing in $FABRIC_BIN."
  done
  for program in jq openssl; do
    command -v $program >/dev/null || install_packages $program || die "The program $program is missing: install its package."
  done
  use_jdk
}

# The shape that the network was first given: organisations, orderers and ports do not change by themselves.
read_shape() {
  [ -f "$data/shape" ] || return 1
  # shellcheck source=/dev/null
  . "$data/shape"
  mapfile -t organisations <"$data/organisations"
}

# For who needs a network that up has made.
find_network() {
  [ ! -d "$data" ] || data=$(cd "$data" && pwd -P)
  read_shape || die "There is no network in $data: run fabric/network/up."
}

is_member() {
  local name='^[A-Z][A-Za-z0-9-]{0,40}MSP$'
  [[ $1 =~ $name ]] && [ "$1" != OrdererMSP ]
}

# DATA/organisations has one MSP id a line; the place in it is where the ports come from.
write_organisations() {
  printf '%s\n' "$@" >"$data/organisations.part"
  mv "$data/organisations.part" "$data/organisations"
}

orderer_port() { printf '%s' $((port_base + 3 * ($1 - 1) + ${2:-0})); }

# peer_port MSP [OFFSET]: 0 the peer, 1 where chaincode would register, 2 operations, 3 the chaincode service
peer_port() {
  local i
  for i in "${!organisations[@]}"; do
    if [ "${organisations[$i]}" = "$1" ]; then
      printf '%s' $((port_base + 20 + 4 * i + ${2:-0}))
      return
    fi
  done
  die "There is no organisation $1."
}

# fill TEMPLATE FILE NAME=VALUE...
fill() {
  local text pair
  text=$(cat "$network/conf/$1")
  shift
  local file=$1
  shift
  for pair in "$@"; do
    text=${text//@${pair%%=*}@/${pair#*=}}
  done
  mkdir -p "$(dirname "$file")"
  printf '%s\n' "$text" >"$file.part"
  mv "$file.part" "$file"
}

# --- processes ------------------------------------------------------------------------------------------------------

# The process that was written down under a name, if it is alive and its directory is of this network.
pid_of() {
  local pid
  pid=$(cat "$data/pids/$1" 2>/dev/null) || return 1
  case $(readlink "/proc/$pid/cwd" 2>/dev/null) in
  "$data"/*) printf '%s' "$pid" ;;
  *) return 1 ;;
  esac
}

# run NAME DIRECTORY COMMAND...: starts it in the background, unless it runs.
run() {
  local name=$1 directory=$2
  pid_of "$name" >/dev/null && return
  shift 2
  mkdir -p "$data/pids" "$data/logs"
  say "Starting $name"
  (
    cd "$directory" || exit
    exec setsid nohup "$@" </dev/null >>"$data/logs/$name.log" 2>&1 &
    printf '%s\n' $! >"$data/pids/$name"
  )
}

# wait_for WHAT COMMAND...: until it succeeds.
wait_for() {
  local what=$1 end=$((SECONDS + wait_limit_seconds)) reason
  shift
  until reason=$("$@" 2>&1); do
    [ $SECONDS -lt $end ] || die "$what did not come within $wait_limit_seconds s: ${reason##*$'\n'} (see $data/logs)"
    sleep 0.3
  done
}

listens() { (exec 3<>"/dev/tcp/$host/$1") 2>/dev/null; }

# A name that ran, but whose process is gone, says so.
requires_alive() { pid_of "$1" >/dev/null || die "$1 ended: see $data/logs/$1.log."; }

# --- orderers -------------------------------------------------------------------------------------------------------

start_orderer() {
  local name="orderer$1" node="$data/OrdererMSP/orderer$1"
  fill orderer.yaml "$node/orderer.yaml" HOST="$host" PORT="$(orderer_port "$1")" ADMIN_PORT="$(orderer_port "$1" 1)" \
    OPERATIONS_PORT="$(orderer_port "$1" 2)" NODE="$node"
  run "$name" "$node" env FABRIC_CFG_PATH="$node" FABRIC_LOGGING_SPEC="${FABRIC_LOGGING_SPEC:-warning}" \
    "$FABRIC_BIN/orderer"
}

orderer_admin() {
  local number=$1
  shift
  local action=$1
  shift
  "$FABRIC_BIN/osnadmin" channel "$action" -o "127.0.0.1:$(orderer_port "$number" 1)" \
    --ca-file "$data/OrdererMSP/tls-ca.pem" --client-cert "$data/OrdererMSP/admin/tls.pem" \
    --client-key "$data/OrdererMSP/admin/tls.key" "$@"
}

# osnadmin ends with 0 whatever the answer is: the answer's first line has the status.
orderer_answers() { orderer_admin "$1" list 2>&1 | grep -q '^Status: 200'; }
orderer_is_on_channel() { orderer_admin "$1" list --channelID $channel 2>&1 | grep -q '^Status: 200'; }

# Sets orderer to the options that name one which answers.
find_orderer() {
  local i
  for ((i = 1; i <= orderers; i++)); do
    if orderer_answers "$i"; then
      orderer=(-o "$host:$(orderer_port "$i")" --tls --cafile "$data/OrdererMSP/tls-ca.pem")
      return
    fi
  done
  die "No orderer answers."
}

# --- peers ----------------------------------------------------------------------------------------------------------

start_peer() {
  local organisation=$1 node="$data/$1/peer"
  fill core.yaml "$node/core.yaml" NAME="peer.$(short "$organisation")" MSP="$organisation" HOST="$host" NODE="$node" \
    PORT="$(peer_port "$organisation")" CHAINCODE_PORT="$(peer_port "$organisation" 1)" \
    OPERATIONS_PORT="$(peer_port "$organisation" 2)" NETWORK="$network"
  run "peer.$(short "$organisation")" "$node" env FABRIC_CFG_PATH="$node" \
    CLUBS_CHAINCODE_CONNECTION="$data/$organisation/chaincode/connection.json" \
    FABRIC_LOGGING_SPEC="${FABRIC_LOGGING_SPEC:-warning}" "$FABRIC_BIN/peer" node start
}

# as MSP COMMAND...: Fabric's peer program as the organisation's administrator.
as() {
  local organisation=$1
  shift
  FABRIC_CFG_PATH="$data/$organisation/peer" CORE_PEER_MSPCONFIGPATH="$data/$organisation/admin/msp" \
    CORE_PEER_ADDRESS="$host:$(peer_port "$organisation")" FABRIC_LOGGING_SPEC=error "$FABRIC_BIN/peer" "$@"
}

peer_is_on_channel() { as "$1" channel list 2>/dev/null | grep -qx "$channel"; }
peer_answers() { as "$1" channel list; }

join_peer() {
  local organisation=$1
  peer_is_on_channel "$organisation" && return
  say "peer.$(short "$organisation") joins the channel"
  as "$organisation" channel join -b "$data/genesis.block" >/dev/null 2>"$data/logs/join" ||
    die "The peer of $organisation could not join: $(tail -n 1 "$data/logs/join")"
}

# --- the chaincode --------------------------------------------------------------------------------------------------

# Sets chaincode_home to the directory that has the chaincode's jars, of this network's own and named by what is in it.
use_chaincode() {
  local from=$1 id
  if [ -z "$from" ]; then
    build_chaincode
    from="$repo/fabric/chaincode/target/quick"
  fi
  compgen -G "$from/chaincode-*.jar" >/dev/null || die "There is no chaincode in $from."
  id=$(find "$from" -maxdepth 2 -name '*.jar' ! -name '*-tests.jar' -printf '%f %p\n' | LC_ALL=C sort |
    while read -r name path; do printf '%s %s\n' "$(sha256sum <"$path")" "$name"; done | sha256sum | cut -c 1-64)
  chaincode_home="$data/chaincode/$id"
  if [ ! -d "$chaincode_home" ]; then
    mkdir -p "$chaincode_home.part"
    find "$from" -maxdepth 2 -name '*.jar' ! -name '*-tests.jar' -exec cp {} "$chaincode_home.part/" \;
    mv "$chaincode_home.part" "$chaincode_home"
  fi
  package_chaincode "$id"
}

build_chaincode() {
  use_maven
  say "Building the chaincode"
  mkdir -p "$repo/target"
  (
    flock 9
    cd "$repo" && mvn -q -B -Pquick -DskipTests -Dspotless.check.skip -Djacoco.skip -Denforcer.skip -pl fabric/chaincode \
      -am package
  ) 9>"$repo/target/build.lock" || die "The build failed: its reason is above."
}

# The package names the code by its hash and nothing else, and has the same bytes wherever it is made: so all
# organisations approve the same id for the same code.
package_chaincode() {
  local folder="$data/chaincode/package"
  mkdir -p "$folder"
  printf '{"jars":"sha256:%s"}\n' "$1" >"$folder/chaincode.json"
  printf '{"label":"%s_%s","type":"clubs-service"}\n' $chaincode $chaincode_version >"$folder/metadata.json"
  tar_of "$folder" chaincode.json >"$folder/code.tar.gz"
  tar_of "$folder" code.tar.gz metadata.json >"$data/chaincode/$1.tar.gz"
  package="$data/chaincode/$1.tar.gz"
  package_id="${chaincode}_$chaincode_version:$(sha256sum "$package" | cut -c 1-64)"
}

tar_of() {
  local folder=$1
  shift
  tar -C "$folder" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=0644 --format=ustar -c "$@" | gzip -9n
}

start_chaincode() {
  local organisation=$1 home="$data/$1/chaincode" address name
  name="chaincode.$(short "$organisation")"
  address="127.0.0.1:$(peer_port "$organisation" 3)"
  stop_other_chaincode "$name"
  (umask 077 && jq -n --arg address "$address" --rawfile key "$data/$organisation/peer/tls/server.key" \
    --rawfile certificate "$data/$organisation/peer/tls/server.crt" --rawfile root "$data/$organisation/tls-ca.pem" \
    '{address: $address, dial_timeout: "10s", tls_required: true, client_auth_required: true, client_key: $key,
      client_cert: $certificate, root_cert: $root}' >"$home/connection.json.part")
  mv "$home/connection.json.part" "$home/connection.json"
  run "$name" "$home" env CORE_CHAINCODE_ID_NAME="$package_id" CHAINCODE_SERVER_ADDRESS="$address" \
    CHAINCODE_TLS_CERT_FILE="$home/tls.pem" CHAINCODE_TLS_KEY_FILE="$home/tls.key" \
    CHAINCODE_TLS_CLIENT_CA_FILE="$data/$organisation/tls-ca.pem" \
    "$JAVA_HOME/bin/java" -Xmx128m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -cp "$chaincode_home/*" org.reciprocalclubs.chaincode.ClubsChaincode
}

# A service that runs other code than what is to be approved now.
stop_other_chaincode() {
  local pid
  pid=$(pid_of "$1") || return 0
  tr '\0' ' ' <"/proc/$pid/environ" | grep -qF "CORE_CHAINCODE_ID_NAME=$package_id " && return
  stop "$1"
}

# stop NAME: asks, waits, kills what does not leave.
stop() {
  local pid end=$((SECONDS + 15))
  pid=$(pid_of "$1") || return 0
  kill -s TERM "$pid" 2>/dev/null || true
  while pid_of "$1" >/dev/null && [ $SECONDS -lt $end ]; do
    sleep 0.1
  done
  pid=$(pid_of "$1") && kill -s KILL "$pid" 2>/dev/null
  rm -f "$data/pids/$1"
}

# The sequence of the definition that the channel has; empty where it has none.
committed_sequence() {
  as "$1" lifecycle chaincode querycommitted -C $channel -n $chaincode -O json 2>/dev/null | jq -r '.sequence // empty'
}

install_chaincode() {
  as "$1" lifecycle chaincode queryinstalled -O json | jq -e --arg id "$package_id" \
    'any(.installed_chaincodes[]?; .package_id == $id)' >/dev/null && return
  say "$1 installs $package_id"
  as "$1" lifecycle chaincode install "$package" 2>"$data/logs/install" >/dev/null ||
    die "The peer of $1 did not install the chaincode: $(tail -n 1 "$data/logs/install")"
}

approve_chaincode() {
  local organisation=$1 sequence=$2
  as "$organisation" lifecycle chaincode queryapproved -C $channel -n $chaincode --sequence "$sequence" -O json \
    2>/dev/null | grep -qF "$package_id" && return
  say "$organisation approves it"
  find_orderer
  as "$organisation" lifecycle chaincode approveformyorg "${orderer[@]}" --channelID $channel --name $chaincode \
    --version $chaincode_version --package-id "$package_id" --sequence "$sequence" 2>"$data/logs/approve" >/dev/null ||
    die "$organisation could not approve the chaincode: $(tail -n 1 "$data/logs/approve")"
}

# No policy of its own: the channel's, a majority of the organisations.
commit_chaincode() {
  local sequence=$1 organisation peers=()
  for organisation in "${organisations[@]}"; do
    peers+=(--peerAddresses "$host:$(peer_port "$organisation")" --tlsRootCertFiles "$data/$organisation/tls-ca.pem")
  done
  say "The definition is committed"
  find_orderer
  as "${organisations[0]}" lifecycle chaincode commit "${orderer[@]}" --channelID $channel --name $chaincode \
    --version $chaincode_version --sequence "$sequence" "${peers[@]}" 2>"$data/logs/commit" >/dev/null ||
    die "The chaincode's definition was not committed: $(tail -n 1 "$data/logs/commit")"
}

# --- what clients are given -----------------------------------------------------------------------------------------

write_profile() {
  local organisation
  for organisation in "${organisations[@]}"; do
    jq -n --arg msp "$organisation" --arg peer "$host:$(peer_port "$organisation")" \
      --arg name "peer.$(short "$organisation")" \
      '{msp: $msp, peer: $peer, serverName: $name, tlsCa: ($msp + "/tls-ca.pem"), ca: ($msp + "/ca.pem"),
        certificate: ($msp + "/client.pem"), key: ($msp + "/client.key")}'
  done | jq -s --arg channel $channel --arg chaincode $chaincode \
    '{kind: "fabric", channel: $channel, chaincode: $chaincode, organisations: .}' >"$data/network.json.part"
  chmod 600 "$data/network.json.part"
  mv "$data/network.json.part" "$data/network.json"
}

# Asks a gateway for endorsements of a call and orders nothing: that it succeeds says that the peers know each other.
probe() {
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp "$chaincode_home/*" \
    "$network/EndorseProbe.java" "$data/network.json" "$1" $wait_limit_seconds
}
