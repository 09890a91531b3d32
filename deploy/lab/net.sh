#!/bin/bash
# net.sh RUN up | add N | del N | down: a lab's network, all of it in namespaces made here.
#
#   up      namespace fl-RUN-host, the hypervisor's side: 169.254.169.254 and the gateway 10.77.0.1
#   add N   namespace fl-RUN-gN with eth0, tied to fl-RUN-host by a veth of its own; prints its address
#   del N   takes that guest's namespace away
#   down    takes all of the run's namespaces away
#
# The address of guest N is 10.77.(N/250).(N%250+2). It has a /32 route to its own veth, and reverse path
# filtering is strict: a guest cannot send from another's address, so the source address is the identity.
# Several runs coexist: addresses and interfaces repeat, but each within the run's own namespaces.
# With FLEET_LAB_OWNER=PID, `up` records who the run belongs to: `lab prune` clears runs whose owner is gone.
# `up` and `add` may be repeated. Needs root and iproute2.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
run=${1-} verb=${2-} n=${3-}
lab_check_run "$run"
host=fl-$run-host guest=fl-$run-g$n

exists() { [[ -e /run/netns/$1 ]]; }

case $verb in
  up)
    mkdir -p "$lab_state/$run"
    [[ -z ${FLEET_LAB_OWNER-} ]] || lab_process "$FLEET_LAB_OWNER" > "$lab_state/$run/owner"
    exists "$host" || ip netns add "$host"
    ip -n "$host" link set lo up
    ip -n "$host" address replace 169.254.169.254/32 dev lo
    ip -n "$host" address replace 10.77.0.1/32 dev lo
    # Forwarding lets guests reach each other through the gateway; nothing leaves the namespace.
    ip netns exec "$host" sysctl -qw net.ipv4.ip_forward=1 \
      net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.default.rp_filter=1
    ;;
  add)
    lab_check_n "$n"
    exists "$host" || lab_die "no network: net.sh $run up"
    address=$(lab_address "$n")
    if ! exists "$guest"; then
      ip netns add "$guest"
      # Made from within the namespace, so that a like-named interface outside cannot be in the way.
      ip -n "$host" link add "v$n" type veth peer name eth0 netns "$guest" \
        address "$(printf '02:77:00:00:%02x:%02x' $((n / 256)) $((n % 256)))"
      ip -n "$host" link set "v$n" up
      ip -n "$host" route replace "$address/32" dev "v$n" src 10.77.0.1
      ip -n "$guest" link set lo up
      ip -n "$guest" link set eth0 up
      ip -n "$guest" address add "$address/32" dev eth0
      ip -n "$guest" route add 10.77.0.1/32 dev eth0
      ip -n "$guest" route add default via 10.77.0.1
    fi
    echo "$address"
    ;;
  del)
    lab_check_n "$n"
    ! exists "$guest" || ip netns del "$guest"
    ;;
  down)
    for path in /run/netns/fl-"$run"-*; do
      [[ ! -e $path ]] || ip netns del "${path##*/}"
    done
    ;;
  *) lab_die "usage: net.sh RUN up | add N | del N | down" ;;
esac
