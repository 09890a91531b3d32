# Sourced by the lab's scripts: names, records and cgroups that carry the run's id.
# shellcheck shell=bash disable=SC2034

# What a run has started is written below this directory, so that `lab down RUN` finds it from any shell.
lab_state=/run/fleet-lab

lab_die() { echo "${0##*/}: $*" >&2; exit 1; }

lab_check_run() { [[ ${1-} =~ ^[a-z0-9]{1,6}$ ]] || lab_die "the run id is 1 to 6 characters of a-z0-9, not '${1-}'"; }

lab_check_n() { [[ ${1-} =~ ^[0-9]{1,5}$ && $1 -ge 1 && $1 -le 50000 ]] || lab_die "a guest's number is 1 to 50000, not '${1-}'"; }

lab_address() { echo "10.77.$(($1 / 250)).$(($1 % 250 + 2))"; }

# PID and start time name a process for good; a bare pid may have been given to another one since.
lab_process() { # PID -> "PID STARTTIME"
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  stat=${stat##*) }           # the command's name may hold blanks
  # shellcheck disable=SC2086 # split on purpose: field 22 of the whole line, 20 of the rest
  set -- "$1" $stat
  [[ $2 != Z ]] && echo "$1 ${21}"
}

lab_alive() { # PID STARTTIME
  [[ -n ${2-} && $(lab_process "$1") == "$1 $2" ]]
}

# The cgroup hierarchies that a guest needs a group of its own in: the unified one, or on a
# version 1 host systemd's and those whose limits we may want.
lab_cgroups() {
  awk '$3 == "cgroup" || $3 == "cgroup2" { print $2 }' /proc/mounts |
    grep -E '^/sys/fs/cgroup$|/(systemd|unified|memory|pids)$' || true
}

# The oldest first: that is the guest's PID 1, and with it the kernel ends all of the guest at once.
lab_kill_guest() { # NAME
  local c pid
  for c in $(lab_cgroups); do
    [[ ! -d $c/$1 ]] || while read -r pid; do
      kill -KILL "$pid" 2> /dev/null || true
    done < <(find "$c/$1" -name cgroup.procs -exec cat {} + 2> /dev/null | sort -n)
  done
}

# What a guest leaves behind once nothing of it runs: its mount, its cgroups, nspawn's own records.
lab_clear_guest() { # NAME RUNDIR
  lab_kill_guest "$1"
  if mountpoint -q "$2/root"; then
    rm -f "/run/systemd/nspawn/locks/inode-$(stat -c %d:%i "$2/root")"
    # A process that has only just been killed may hold the tree for a moment.
    lab_until 5 umount "$2/root" 2> /dev/null || umount -l "$2/root" || true
  fi
  rmdir "/run/systemd/nspawn/propagate/$1" 2> /dev/null || true
  lab_until 5 lab_remove_cgroups "$1" || echo "cgroups of $1 could not be removed" >&2
  rm -f "$2/pid" "$2/nspawn.pid" "$2/.#root.lck"
}

lab_remove_cgroups() { # NAME; false while one is still there
  local c left=0
  for c in $(lab_cgroups); do
    [[ ! -d $c/$1 ]] || find "$c/$1" -depth -type d -exec rmdir {} + 2> /dev/null || true
    [[ ! -d $c/$1 ]] || left=1
  done
  return "$left"
}

# Runs a condition every 50 ms until it holds; false when the seconds are over.
lab_until() { # SECONDS COMMAND...
  local deadline=$((SECONDS + $1)); shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.05
  done
}
