# Sets the clubs' network up and runs its chaincode: Fabric's programs, a JDK, the contracts, fabric/network. Built from the
# repository's root.
ARG FABRIC=2.5

FROM hyperledger/fabric-tools:${FABRIC} AS tools
FROM hyperledger/fabric-orderer:${FABRIC} AS orderer

FROM maven:3.9-eclipse-temurin-25 AS contracts
WORKDIR /clubs
COPY . .
RUN mvn -q -B -Pquick -DskipTests -Dspotless.check.skip -Djacoco.skip -Denforcer.skip -pl fabric/chaincode -am package

FROM eclipse-temurin:25-jdk
RUN apt-get update && apt-get install -y --no-install-recommends jq openssl && rm -rf /var/lib/apt/lists/*
COPY --from=tools /usr/local/bin/peer /usr/local/bin/configtxgen /usr/local/bin/configtxlator /usr/local/bin/osnadmin /opt/fabric/
COPY --from=orderer /usr/local/bin/orderer /opt/fabric/
COPY --from=contracts /clubs/fabric/chaincode/target/quick/chaincode-*.jar /opt/contracts/
COPY --from=contracts /clubs/fabric/chaincode/target/quick/lib /opt/contracts/lib
WORKDIR /clubs
COPY deploy/lib.sh deploy/
COPY deploy/compose/nodes deploy/compose/
COPY fabric/network fabric/network
ENV FABRIC_BIN=/opt/fabric
