# Certificates of an organisation, made with openssl; sourced, never run. Each is made once: its file is written last.
# Needs data, the directory that holds them all, and host, the address that others call, where node_host says no other.
# shellcheck shell=bash disable=SC2154

# Certificates are replaced, and warned of, when they end within that many days.
readonly authority_days=3650 certificate_days=730 warning_days=30

# Private keys are PKCS#8 and readable by their owner alone.
new_key() {
  [ -s "$1" ] && return
  (umask 077 && openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.part") ||
    die "There is no key $1: openssl made none."
  mv "$1.part" "$1"
}

# new_authority FILE NAME: FILE.pem and FILE.key, which signs itself.
new_authority() {
  [ -s "$1.pem" ] && return
  new_key "$1.key"
  openssl req -new -x509 -sha256 -key "$1.key" -days $authority_days -subj "/O=$2/CN=$(basename "$1").$2" \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' \
    -addext 'subjectKeyIdentifier=hash' -out "$1.part" || die "There is no authority $1: openssl made none."
  mv "$1.part" "$1.pem"
}

# issue AUTHORITY CERTIFICATE KEY SUBJECT EXTENSION...: unless there is a certificate that holds for a while yet. The key
# stays the same when its certificate is replaced: the channel knows the orderers by theirs.
issue() {
  local authority=$1 certificate=$2 key=$3 subject=$4
  shift 4
  [ -s "$certificate" ] && openssl x509 -in "$certificate" -noout -checkend $((warning_days * 86400)) >/dev/null && return
  mkdir -p "$(dirname "$certificate")" "$(dirname "$key")" "$data/logs"
  new_key "$key"
  {
    openssl req -new -sha256 -key "$key" -subj "$subject" -out "$certificate.request" &&
      openssl x509 -req -sha256 -in "$certificate.request" -CA "$authority.pem" -CAkey "$authority.key" \
        -set_serial "0x00$(openssl rand -hex 15)" -days $certificate_days -out "$certificate.part" \
        -extfile <(printf '%s\n' 'subjectKeyIdentifier=hash' 'authorityKeyIdentifier=keyid' \
          'basicConstraints=critical,CA:FALSE' 'keyUsage=critical,digitalSignature' "$@")
  } 2>"$data/logs/openssl" || die "There is no certificate $certificate: $(tail -n 1 "$data/logs/openssl")"
  mv "$certificate.part" "$certificate"
  rm -f "$certificate.request"
}

# The directory by which others know an organisation's members: which authority signs them, and who is what.
known_members() {
  local msp=$1 authority=$2 role
  mkdir -p "$msp/cacerts" "$msp/tlscacerts"
  cp "$authority/ca.pem" "$msp/cacerts/ca.pem"
  cp "$authority/tls-ca.pem" "$msp/tlscacerts/tls-ca.pem"
  {
    printf 'NodeOUs:\n  Enable: true\n'
    for role in Client Peer Admin Orderer; do
      printf '  %sOUIdentifier: { Certificate: cacerts/ca.pem, OrganizationalUnitIdentifier: %s }\n' "$role" "${role,,}"
    done
  } >"$msp/config.yaml"
}

# identity ORGANISATION ROLE NAME MSP: a member of the organisation, as the directory that a node or a client is given.
identity() {
  local organisation=$1 role=$2 name=$3 msp=$4
  known_members "$msp" "$data/$organisation"
  issue "$data/$organisation/ca" "$msp/signcerts/cert.pem" "$msp/keystore/key.pem" \
    "/O=$(short "$organisation")/OU=$role/CN=$name"
}

# tls_pair ORGANISATION CERTIFICATE KEY NAME: for servers, and for clients of servers that ask who they are.
tls_pair() {
  issue "$data/$1/tls-ca" "$2" "$3" "/O=$(short "$1")/CN=$4" 'extendedKeyUsage=serverAuth,clientAuth' \
    "subjectAltName=DNS:$4,DNS:localhost,IP:127.0.0.1$(alternative "$host")$(alternative "$(node_host "$4" "$host")")"
}

alternative() {
  case $1 in
  127.0.0.1 | localhost) ;;
  *[!0-9.]*) printf ',DNS:%s' "$1" ;;
  *) printf ',IP:%s' "$1" ;;
  esac
}

# FederationMSP is "federation" in names.
short() {
  local name=${1%MSP}
  printf '%s' "${name,,}"
}

organisation_certificates() {
  local organisation=$1 home="$data/$1" name
  name=$(short "$organisation")
  mkdir -p "$home"
  new_authority "$home/ca" "$name"
  new_authority "$home/tls-ca" "$name"
  known_members "$home/msp" "$home"
  identity "$organisation" admin "admin.$name" "$home/admin/msp"
}

peer_certificates() {
  local organisation=$1 home="$data/$1" name
  name=$(short "$organisation")
  organisation_certificates "$organisation"
  identity "$organisation" peer "peer.$name" "$home/peer/msp"
  tls_pair "$organisation" "$home/peer/tls/server.crt" "$home/peer/tls/server.key" "peer.$name"
  cp "$home/tls-ca.pem" "$home/peer/tls/ca.crt"
  tls_pair "$organisation" "$home/chaincode/tls.pem" "$home/chaincode/tls.key" "chaincode.$name"
  issue "$home/ca" "$home/client.pem" "$home/client.key" "/O=$name/OU=client/CN=client.$name"
}

orderer_certificates() {
  local node="$data/OrdererMSP/$1"
  organisation_certificates OrdererMSP
  identity OrdererMSP orderer "$1" "$node/msp"
  tls_pair OrdererMSP "$node/tls/server.crt" "$node/tls/server.key" "$1"
  cp "$data/OrdererMSP/tls-ca.pem" "$node/tls/ca.crt"
  tls_pair OrdererMSP "$data/OrdererMSP/admin/tls.pem" "$data/OrdererMSP/admin/tls.key" admin
}
