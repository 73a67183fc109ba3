# Shared by the scripts of this directory; sourced, never run. Bash, Linux.
# shellcheck shell=bash

network=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=deploy/lib.sh
. "$network/../../deploy/lib.sh"
# shellcheck source=fabric/network/certificates.sh
. "$network/certificates.sh"

readonly channel=clubs chaincode=clubs chaincode_version=1.0
readonly wait_limit_seconds=60 leave_limit_seconds=15

# In what fill puts in, & means itself.
shopt -u patsub_replacement 2>/dev/null || true

# The shape of the network, unless the data directory says otherwise.
data="$repo/data/network"
host=127.0.0.1
port_base=8500
orderers=3
organisations=(FederationMSP CityMSP HarbourMSP)

# --- the channel's rules ---------------------------------------------------------------------------------------------

# organisation_policies MSP: who of an organisation reads and writes. A peer reads what is recorded and endorses,
# and asks for nothing to be recorded: its key is not its club's voice.
organisation_policies() {
  local msp=$1 readers writers
  if [ "$msp" = OrdererMSP ]; then
    # orderers sign blocks as writers
    readers="OR('$msp.member')" writers="OR('$msp.member')"
  else
    readers="OR('$msp.admin', '$msp.peer', '$msp.client')" writers="OR('$msp.admin', '$msp.client')"
  fi
  printf '    Policies:\n'
  printf '      %s: { Type: Signature, Rule: "%s" }\n' Readers "$readers" Writers "$writers" Admins "OR('$msp.admin')" \
    Endorsement "OR('$msp.peer')"
}

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

# The shape that the network was first given: organisations, orderers and ports do not change by themselves. A club that
# joined another's network has no orderers.
read_shape() {
  [ -f "$data/shape" ] || return 1
  # shellcheck source=/dev/null
  . "$data/shape"
  mapfile -t organisations <"$data/organisations"
}

# DATA/shape is written last: what it stands for is there.
write_shape() {
  local i
  for i in "${!organisations[@]}"; do
    mkdir -p "$data/${organisations[$i]}"
    printf '%s\n' "$i" >"$data/${organisations[$i]}/index"
  done
  write_organisations "${organisations[@]}"
  printf '%s=%s\n' port_base "$port_base" orderers "$orderers" batch_timeout "$batch_timeout" host "$host" >"$data/shape.part"
  mv "$data/shape.part" "$data/shape"
}

check_places() {
  [[ $port_base =~ ^[1-9][0-9]{3,4}$ ]] || die "--port-base is not a port."
  [ "$port_base" -le 65000 ] || die "--port-base is too high."
  is_host "$host" || die "--host is neither a name nor an IPv4 address."
}

is_host() { [[ $1 =~ ^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$ ]]; }

# One script at a time: what a script that was killed had begun is waited for.
take_turn() {
  exec 8>"$data/lock"
  flock -w $wait_limit_seconds 8 || die "Another script works on $data."
}

# For who needs a network that up or join has made.
find_network() {
  [ ! -d "$data" ] || data=$(cd "$data" && pwd -P)
  read_shape || die "There is no network in $data: run fabric/network/up."
}

has_joined() { [ "$orderers" -eq 0 ]; }

is_member() {
  local name='^[A-Z][A-Za-z0-9-]{0,40}MSP$'
  [[ $1 =~ $name ]] && [ "$1" != OrdererMSP ]
}

# DATA/organisations has one MSP id a line: those whose peers run here.
write_organisations() {
  printf '%s\n' "$@" >"$data/organisations.part"
  mv "$data/organisations.part" "$data/organisations"
}

# DATA/nodes, where there is one, says of nodes that run on hosts of their own (containers, mostly) where others call
# them: NAME HOST PORT, such as "peer.city peer.city 7051". Such a node listens on all addresses of its host.
placed() { awk -v name="$1" -v field="$2" '$1 == name { print $field }' "$data/nodes" 2>/dev/null || true; }

# node_host NAME DEFAULT, node_port NAME DEFAULT: where others call it; listens NAME DEFAULT: the address it binds.
node_host() { local found && found=$(placed "$1" 2) && printf '%s' "${found:-$2}"; }
node_port() { local found && found=$(placed "$1" 3) && printf '%s' "${found:-$2}"; }
listens() { if [ -n "$(placed "$1" 2)" ]; then printf '0.0.0.0'; else printf '%s' "$2"; fi; }

orderer_host() { node_host "orderer$1" "$host"; }

# orderer_port NUMBER [OFFSET]: 0 the orderer, 1 administration, 2 operations
orderer_port() {
  local first
  first=$(node_port "orderer$1" $((port_base + 3 * ($1 - 1))))
  printf '%s' $((first + ${2:-0}))
}

peer_host() { node_host "peer.$(short "$1")" "$host"; }

# peer_port MSP [OFFSET]: 0 the peer, 1 where chaincode would register, 2 operations
peer_port() {
  local first
  first=$(node_port "peer.$(short "$1")" "$(own_ports "$1")") || return
  printf '%s' $((first + ${2:-0}))
}

# The service is there for the peer beside it alone.
chaincode_host() { node_host "chaincode.$(short "$1")" 127.0.0.1; }
chaincode_port() { node_port "chaincode.$(short "$1")" $(($(own_ports "$1") + 3)); }

# The first of the four ports of an organisation.
own_ports() { printf '%s' $((port_base + 20 + 4 * $(index_of "$1"))); }

# An organisation keeps its ports whoever comes and goes. Without the file it is of a network that was made before there
# was one.
index_of() {
  local i
  if [ -s "$data/$1/index" ]; then
    cat "$data/$1/index"
    return
  fi
  for i in "${!organisations[@]}"; do
    if [ "${organisations[$i]}" = "$1" ]; then
      printf '%s' "$i"
      return
    fi
  done
  die "There is no organisation $1."
}

# next_index: one that none has had here.
next_index() {
  local next=${#organisations[@]} each
  while read -r each; do
    [ "$each" -lt "$next" ] || next=$((each + 1))
  done < <(cat "$data"/*/index 2>/dev/null)
  printf '%s' "$next"
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
  read -r pid 2>/dev/null <"$data/pids/$1" || return 1
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

answers() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

chaincode_listens() { answers "$(chaincode_host "$1")" "$(chaincode_port "$1")"; }

# stop NAME: asks, waits, kills what does not leave, and waits for that.
stop() {
  local pid end=$((SECONDS + leave_limit_seconds))
  pid=$(pid_of "$1") || return 0
  kill -s TERM "$pid" 2>/dev/null || true
  while pid_of "$1" >/dev/null && [ $SECONDS -lt $end ]; do
    sleep 0.1
  done
  if pid=$(pid_of "$1"); then
    kill -s KILL "$pid" 2>/dev/null || true
    end=$((SECONDS + leave_limit_seconds))
    while pid_of "$1" >/dev/null && [ $SECONDS -lt $end ]; do
      sleep 0.1
    done
  fi
  rm -f "$data/pids/$1"
}

# renewed NAME FILE...: stops what runs with another certificate than that of today.
renewed() {
  local name=$1 file
  shift
  pid_of "$name" >/dev/null || return 1
  for file in "$@"; do
    if [ "$file" -nt "$data/pids/$name" ]; then
      say "$name gets a new certificate"
      stop "$name"
      return
    fi
  done
  return 1
}

# --- orderers -------------------------------------------------------------------------------------------------------

configure_orderer() {
  local name="orderer$1" node="$data/OrdererMSP/orderer$1"
  fill orderer.yaml "$node/orderer.yaml" LISTEN="$(listens "$name" "$host")" LOCAL="$(listens "$name" 127.0.0.1)" \
    PORT="$(orderer_port "$1")" ADMIN_PORT="$(orderer_port "$1" 1)" OPERATIONS_PORT="$(orderer_port "$1" 2)" NODE="$node"
}

start_orderer() {
  local name="orderer$1" node="$data/OrdererMSP/orderer$1"
  run "$name" "$node" env FABRIC_CFG_PATH="$node" FABRIC_LOGGING_SPEC="${FABRIC_LOGGING_SPEC:-warning}" \
    "$FABRIC_BIN/orderer"
}

orderer_admin() {
  local number=$1
  shift
  local action=$1
  shift
  "$FABRIC_BIN/osnadmin" channel "$action" -o "$(node_host "orderer$number" 127.0.0.1):$(orderer_port "$number" 1)" \
    --ca-file "$data/OrdererMSP/tls-ca.pem" --client-cert "$data/OrdererMSP/admin/tls.pem" \
    --client-key "$data/OrdererMSP/admin/tls.key" "$@"
}

# osnadmin ends with 0 whatever the answer is: the answer's first line has the status.
orderer_answers() { orderer_admin "$1" list 2>&1 | grep -q '^Status: 200'; }
orderer_is_on_channel() { orderer_admin "$1" list --channelID $channel 2>&1 | grep -q '^Status: 200'; }

# Sets orderer to the options that name one which answers.
find_orderer() {
  local i address
  if has_joined; then
    while read -r address; do
      if answers "${address%:*}" "${address##*:}"; then
        orderer=(-o "$address" --tls --cafile "$data/invitation/orderer-tls-ca.pem")
        return
      fi
    done <"$data/invitation/orderers"
    die "None of the network's orderers can be reached from here: $(paste -sd ' ' "$data/invitation/orderers")."
  fi
  for ((i = 1; i <= orderers; i++)); do
    if orderer_answers "$i"; then
      orderer=(-o "$(orderer_host "$i"):$(orderer_port "$i")" --tls --cafile "$data/OrdererMSP/tls-ca.pem")
      return
    fi
  done
  die "No orderer answers."
}

# --- peers ----------------------------------------------------------------------------------------------------------

configure_peer() {
  local organisation=$1 node="$data/$1/peer" name
  name="peer.$(short "$organisation")"
  fill core.yaml "$node/core.yaml" NAME="$name" MSP="$organisation" HOST="$(peer_host "$organisation")" \
    LISTEN="$(listens "$name" "$host")" LOCAL="$(listens "$name" 127.0.0.1)" NODE="$node" \
    PORT="$(peer_port "$organisation")" CHAINCODE_PORT="$(peer_port "$organisation" 1)" \
    OPERATIONS_PORT="$(peer_port "$organisation" 2)" NETWORK="$network"
}

start_peer() {
  local organisation=$1 node="$data/$1/peer"
  run "peer.$(short "$organisation")" "$node" env FABRIC_CFG_PATH="$node" \
    CLUBS_CHAINCODE_CONNECTION="$data/$organisation/chaincode/connection.json" \
    FABRIC_LOGGING_SPEC="${FABRIC_LOGGING_SPEC:-warning}" "$FABRIC_BIN/peer" node start
}

# as MSP COMMAND...: Fabric's peer program as the organisation's administrator.
as() {
  local organisation=$1
  shift
  FABRIC_CFG_PATH="$data/$organisation/peer" CORE_PEER_MSPCONFIGPATH="$data/$organisation/admin/msp" \
    CORE_PEER_ADDRESS="$(peer_host "$organisation"):$(peer_port "$organisation")" FABRIC_LOGGING_SPEC=error "$FABRIC_BIN/peer" "$@"
}

peer_is_on_channel() { as "$1" channel list 2>/dev/null | grep -qx "$channel"; }
peer_answers() { as "$1" channel list; }

# Starts an organisation's peer and chaincode service. What has a new certificate stands still for a moment: then the next
# organisation's waits until this one's answers again.
start_organisation() {
  local organisation=$1 name home="$data/$1" again=
  name=$(short "$organisation")
  renewed "chaincode.$name" "$home/chaincode/tls.pem" && again=yes
  renewed "peer.$name" "$home/peer/tls/server.crt" "$home/peer/msp/signcerts/cert.pem" && again=yes
  start_chaincode "$organisation"
  start_peer "$organisation"
  [ -z "$again" ] || wait_for_organisation "$organisation"
}

wait_for_organisation() {
  wait_for "The peer of $1" peer_answers "$1"
  join_peer "$1"
  wait_for "The chaincode service of $1" chaincode_listens "$1"
}

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
    from="$repo/fabric/chaincode/target/network"
  fi
  compgen -G "$from/chaincode-*.jar" >/dev/null || die "There is no chaincode in $from."
  id=$(find "$from" -maxdepth 2 -name '*.jar' ! -name '*-tests.jar' -printf '%f %p\n' | LC_ALL=C sort |
    while read -r name path; do printf '%s %s\n' "$(sha256sum <"$path")" "$name"; done | sha256sum | cut -c 1-64)
  chaincode_home="$data/chaincode/$id"
  if [ ! -d "$chaincode_home" ]; then
    rm -rf "$chaincode_home.part"
    mkdir -p "$chaincode_home.part"
    find "$from" -maxdepth 2 -name '*.jar' ! -name '*-tests.jar' -exec cp {} "$chaincode_home.part/" \;
    mv "$chaincode_home.part" "$chaincode_home"
  fi
  package_chaincode "$id"
}

# The jars of the code as it is, in a directory of their own: what else is built, and what a library was before, is not
# among them.
build_chaincode() {
  local hash target="$repo/fabric/chaincode/target/network"
  hash=$(cd "$repo" && find pom.xml fabric/chaincode/pom.xml fabric/chaincode/src/main -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-64)
  [ "$(cat "$target/built-from" 2>/dev/null)" != "$hash" ] || return 0
  use_maven
  say "Building the chaincode"
  mkdir -p "$repo/target"
  (
    flock 9
    cd "$repo" && rm -rf fabric/chaincode/target/quick &&
      mvn -q -B -Pquick -DskipTests -Dspotless.check.skip -Djacoco.skip -Denforcer.skip -pl fabric/chaincode -am package &&
      rm -rf "$target" && mkdir -p "$target" && cp fabric/chaincode/target/quick/chaincode-*.jar "$target" &&
      cp -R fabric/chaincode/target/quick/lib "$target"
  ) 9>"$repo/target/build.lock" 8>&- || die "The build failed: its reason is above."
  printf '%s\n' "$hash" >"$target/built-from"
}

# Sets what use_chaincode sets, to the code that an organisation has approved.
use_approved_chaincode() {
  local each
  package_id=$(approved_package "$1")
  [ -n "$package_id" ] || die "$1 has approved no chaincode that its peer has: run up."
  for each in "$data"/chaincode/*.tar.gz; do
    if [ -f "$each" ] && [ "${chaincode}_$chaincode_version:$(sha256sum "$each" | cut -c 1-64)" = "$package_id" ]; then
      package=$each
      chaincode_home=${each%.tar.gz}
      return
    fi
  done
  die "The code of $package_id is not in $data/chaincode."
}

# The package that an organisation has approved under the definition that the channel has.
approved_package() {
  local sequence
  sequence=$(committed_sequence "$1")
  [ -n "$sequence" ] || return 0
  as "$1" lifecycle chaincode queryapproved -C $channel -n $chaincode --sequence "$sequence" -O json 2>/dev/null |
    jq -r '[.. | .package_id? // empty] | first // empty'
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

# Writes how the peer calls its service (connection.json), and how the service is run (service.env, for a shell).
configure_chaincode() {
  local organisation=$1 home="$data/$1/chaincode" address name copy
  name="chaincode.$(short "$organisation")"
  address="$(chaincode_host "$organisation"):$(chaincode_port "$organisation")"
  (umask 077 && jq -n --arg address "$address" --rawfile key "$data/$organisation/peer/tls/server.key" \
    --rawfile certificate "$data/$organisation/peer/tls/server.crt" --rawfile root "$data/$organisation/tls-ca.pem" \
    '{address: $address, dial_timeout: "10s", tls_required: true, client_auth_required: true, client_key: $key,
      client_cert: $certificate, root_cert: $root}' >"$home/connection.json.part")
  mv "$home/connection.json.part" "$home/connection.json"
  # a peer releases a package once and reads its copy ever after, also when certificate and key in it are of long ago
  for copy in "$data/$organisation/peer/ledger/externalbuilder/builds"/*/release/chaincode/server/connection.json; do
    [ ! -f "$copy" ] || cmp -s "$home/connection.json" "$copy" || cp "$home/connection.json" "$copy"
  done
  printf '%s=%q\n' CORE_CHAINCODE_ID_NAME "$package_id" CLASSPATH "$chaincode_home/*" \
    CHAINCODE_SERVER_ADDRESS "$(listens "$name" 127.0.0.1):$(chaincode_port "$organisation")" \
    CHAINCODE_TLS_CERT_FILE "$home/tls.pem" CHAINCODE_TLS_KEY_FILE "$home/tls.key" \
    CHAINCODE_TLS_CLIENT_CA_FILE "$home/tls-ca.pem" >"$home/service.env"
  cp "$data/$organisation/tls-ca.pem" "$home/tls-ca.pem"
}

start_chaincode() {
  local organisation=$1 home="$data/$1/chaincode" name
  name="chaincode.$(short "$organisation")"
  stop_other_chaincode "$name"
  # shellcheck disable=SC2016
  run "$name" "$home" bash -c 'set -a && . ./service.env && exec "$@"' bash "$JAVA_HOME/bin/java" -Xmx128m \
    -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    org.reciprocalclubs.chaincode.ClubsChaincode
}

# A service that runs other code than what is to be approved now.
stop_other_chaincode() {
  local pid
  pid=$(pid_of "$1") || return 0
  tr '\0' '\n' <"/proc/$pid/environ" | grep -qxF "CORE_CHAINCODE_ID_NAME=$package_id" && return
  stop "$1"
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
    peers+=(--peerAddresses "$(peer_host "$organisation"):$(peer_port "$organisation")" --tlsRootCertFiles "$data/$organisation/tls-ca.pem")
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
    jq -n --arg msp "$organisation" --arg peer "$(peer_host "$organisation"):$(peer_port "$organisation")" \
      --arg name "peer.$(short "$organisation")" \
      '{msp: $msp, peer: $peer, serverName: $name, tlsCa: ($msp + "/tls-ca.pem"), ca: ($msp + "/ca.pem"),
        certificate: ($msp + "/client.pem"), key: ($msp + "/client.key")}'
  done | jq -s --arg channel $channel --arg chaincode $chaincode \
    '{kind: "fabric", channel: $channel, chaincode: $chaincode, organisations: .}' >"$data/network.json.part"
  chmod 600 "$data/network.json.part"
  mv "$data/network.json.part" "$data/network.json"
}

# What somebody who checks receipts has to know of the network (fabric/verify): certificates and no key. The log's own key is
# for whoever runs the log to give. What an organisation elsewhere says of itself is in its msp directory.
write_trust() {
  local msp kind file
  for msp in "$data"/*MSP; do
    [ -d "$msp/msp/cacerts" ] || continue
    kind=msp
    [ "${msp##*/}" != OrdererMSP ] || kind=orderer
    printf '%s %s\n' "$kind" "${msp##*/}"
    for file in "$msp"/msp/cacerts/*; do cat "$file"; done
    for file in "$msp"/msp/intermediatecerts/*; do
      [ ! -f "$file" ] || cat "$file"
    done
  done >"$data/trust.part"
  mv "$data/trust.part" "$data/trust"
}

# probe MSP SECONDS: has a call endorsed through the organisation's gateway and orders nothing. That it succeeds says that the
# peers know each other and run the chaincode.
probe() {
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp "$chaincode_home/*" \
    "$network/EndorseProbe.java" "$data/network.json" "$1" "$2"
}
