#!/usr/bin/env bash
# Three clustered processes: they start, let somebody in through the edge, and stop without a trace.
set -eu
# shellcheck source=deploy/test.d/checks.bash
. "$(dirname "$0")/checks.bash"

use_platform

"$deploy/up" --split --detach --data "$data" --port-base "$base" >"$work/said"
expect "three processes run" "$(our_pids 'app-*' | wc -l)" 3
line=$(grep 'member@harbour' "$work/said")
email=$(awk '{ print $3 }' <<<"$line")
password=$(awk '{ print $4 }' <<<"$line")
answer=$(curl -s -m 20 -H 'Content-Type: application/json' "http://localhost:$((base + 80))/graphql" \
  -d "{\"query\":\"mutation{login(input:{email:\\\"$email\\\",password:\\\"$password\\\"}){user{email}}}\"}")
case $answer in
*"$email"*) passed "the edge asks the room that knows the logins" ;;
*) failed "the login answered $answer" ;;
esac
for shape in split-rest split-desk split-edge; do
  expect "every line of the log of $shape is JSON" "$(grep -vc '^{.*}$' "$data/logs/app-$shape.log")" 0
done
expect "down stops them" "$("$deploy/down" --data "$data")" "Stopped."
expect "nothing is left" "$(alive)" ""
finish
