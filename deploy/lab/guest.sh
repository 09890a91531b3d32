#!/bin/bash
# guest.sh RUN N LOWER RUNDIR [nspawn arguments]: boots a guest and stays until it is off.
#
# RUN, N    machine fl-RUN-gN in namespace fl-RUN-gN, which `net.sh RUN add N` has made
# LOWER     its read-only layers: a root tree, or LAYER:ROOTFS as install-agent.sh prints it
# RUNDIR    the guest's own directory, kept between boots:
#             up/          what it has written: a disk. Delete RUNDIR for a guest that has never run
#             root/        the merged tree while it runs; files may be put there before or during a boot
#             console.log  its console
#             pid          this process: SIGTERM shuts the guest down in order (10 s, then by force)
#             nspawn.pid   systemd-nspawn: SIGKILL is a power cut (of the guest's processes: what they wrote is kept)
# A reboot from within the guest starts it again; then RUNDIR/boots counts one more. With FLEET_LAB_OWNER=PID
# the guest goes down when that process is gone. Exits 0 after a shutdown, else with nspawn's code.
# shellcheck disable=SC2317 # functions that traps and lab_until call
set -euo pipefail
. "$(dirname "$0")/lib.sh"
run=${1-} n=${2-}
lab_check_run "$run"; lab_check_n "$n"
[[ -n ${4-} ]] || lab_die "usage: guest.sh RUN N LOWER RUNDIR [nspawn arguments]"
lower=$3 dir=$(realpath -m "$4") name=fl-$run-g$n
shift 4
[[ $EUID == 0 ]] || lab_die "a guest needs root"
[[ -e /run/netns/$name ]] || lab_die "no namespace $name: net.sh $run add $n"
! mountpoint -q "$dir/root" || lab_die "$dir is in use by another guest"

mkdir -p "$dir"/{up,work,root} "$lab_state/$run"
[[ -e $dir/up/etc/hostname ]] || fresh=1
# index=off: the agent's layer may be a newer one than at this guest's last boot.
mount -t overlay overlay -o "index=off,lowerdir=$lower,upperdir=$dir/up,workdir=$dir/work" "$dir/root"
record=$lab_state/$run/g$n
me=$(lab_process $$)
echo "$me $dir" > "$record"
echo $$ > "$dir/pid"

child='' watcher='' stopping=''
clean() {
  trap '' TERM INT HUP
  [[ -z $watcher ]] || kill "$watcher" 2> /dev/null || true
  lab_clear_guest "$name" "$dir"
  rm -f "$record"
}
stop() {
  stopping=1
  [[ -n $child ]] || return 0
  kill -TERM "$child" 2> /dev/null || true # nspawn tells the guest's systemd to halt
}
trap clean EXIT
trap stop TERM INT HUP

# The veth is addressed from outside: the guest's own network service would only flush it.
ln -sf /dev/null "$dir/root/etc/systemd/system/systemd-networkd.service"
if [[ -n ${fresh-} ]]; then # later the name is the agent's business
  echo "guest-$n" > "$dir/root/etc/hostname"
  echo "127.0.0.1 localhost guest-$n" > "$dir/root/etc/hosts"
fi

if [[ -n ${FLEET_LAB_OWNER-} ]]; then
  read -r _ since < <(lab_process "$FLEET_LAB_OWNER") || lab_die "the owner $FLEET_LAB_OWNER is gone"
  (
    trap - EXIT TERM INT HUP
    while lab_alive "$FLEET_LAB_OWNER" "$since"; do sleep 1; done
    kill -TERM $$
  ) < /dev/null > /dev/null 2>&1 &
  watcher=$!
fi

boot() { # replaces this (sub)shell
  trap - EXIT TERM INT HUP
  local c
  # A cgroup of its own: with --keep-unit two guests in one group would share ".../payload" and break each other.
  for c in $(lab_cgroups); do
    mkdir -p "$c/$name" && echo "$BASHPID" > "$c/$name/cgroup.procs"
  done
  exec systemd-nspawn --quiet -D "$dir/root" --machine="$name" --boot --register=no --keep-unit \
    --network-namespace-path="/run/netns/$name" --capability=CAP_NET_ADMIN --console=read-only \
    --link-journal=no --timezone=off --resolv-conf=off "$@"
}

await() { # waits for nspawn; `wait` also returns when a signal came
  local rc
  wait "$child" && rc=0 || rc=$?
  while kill -0 "$child" 2> /dev/null; do
    [[ -z $stopping ]] || { halt; return 0; }
    wait "$child" && rc=0 || rc=$?
  done
  return "$rc"
}
off() { ! kill -0 "$child" 2> /dev/null; }
halt() {
  lab_until 10 off && return
  echo "guest.sh: $name did not shut down within 10 s" >&2
  kill -TERM "$child" 2> /dev/null || true # nspawn's second: it ends without asking the guest
  lab_until 3 off || kill -KILL "$child" 2> /dev/null || true
}

rc=133 boots=0 # nspawn's code for "the guest rebooted"
while [[ $rc == 133 && -z $stopping ]]; do
  boot "$@" < /dev/null >> "$dir/console.log" 2>&1 &
  child=$!
  [[ -z $stopping ]] || kill -TERM "$child" 2> /dev/null || true # told to while it started
  echo "$child" > "$dir/nspawn.pid"
  echo $((++boots)) > "$dir/boots"
  await && rc=0 || rc=$?
done
[[ -z $stopping ]] || rc=0
exit "$rc"
