# ./dev up: fleetd with its own PostgreSQL, and guests, until Ctrl-C.
# shellcheck shell=bash disable=SC2154,SC2034,SC2317 # variables of the other files; functions that traps call

. deploy/lab/lib.sh # how a process is named for good

port=7080 data='' guests='' run='' server='' job=''
jobs_started=()

up_options() {
  while (($#)); do
    case $1 in
      --port | --data | --guests | --vm) (($# > 1)) || fail_usage "$1 needs a value" ;;
    esac
    case $1 in
      --port) port=$2; shift 2 ;;
      --data) data=$2; shift 2 ;;
      --guests) guests=$2; shift 2 ;;
      --vm) fail_usage "--vm: virtual machines are not there yet; --guests boots systemd guests" ;;
      --demo) fail_usage "--demo: the demonstration fleet is not there yet" ;;
      *) fail_usage "up does not know '$1': ./dev help" ;;
    esac
  done
  [[ $port =~ ^[1-9][0-9]{0,4}$ && $port -lt 65535 ]] || fail_usage "--port is a number from 1 to 65534"
  [[ -z $guests || $guests =~ ^[0-9]{1,3}$ ]] || fail_usage "--guests is a number from 0 to 999"
}

# fleetd runs PostgreSQL as the user postgres when it is root, and a clone below root's home is out of that user's reach.
choose_data() {
  local default=
  [[ -n $data ]] || { default=1; data=$root/.lab/data; }
  data=$(realpath -m "$data")
  if ! postgres_reaches "$data"; then
    [[ -n $default ]] || die "the user postgres cannot enter $data: give --data a directory that is open to it (chmod o+x)"
    data=/var/lib/fleet-dev/$(sha256sum <<< "$root" | cut -c1-8)
    postgres_reaches "$data" || die "the user postgres cannot enter $data: give --data"
    say "the user postgres cannot enter $root: the data is in $data"
  fi
}

postgres_reaches() {
  mkdir -p "$1"
  ((EUID != 0)) || setpriv --reuid=postgres --regid=postgres --clear-groups test -x "$1"
}

choose_guests() {
  local obstacle
  obstacle=$(guests_obstacle)
  if [[ -z $obstacle ]]; then
    guests=${guests:-2}
  elif [[ -z $guests || $guests == 0 ]]; then
    [[ $guests == 0 ]] || say "no guests: $obstacle"
    guests=0
  else
    die "$guests guests cannot be booted: $obstacle"
  fi
}

# The lock on the data is ours, so a fleetd that still runs on it was left by an ./dev up that was killed.
stop_left_server() {
  local pid since
  read -r pid since 2> /dev/null < "$data/fleetd.pid" || return 0
  lab_alive "$pid" "$since" || return 0
  say "stopping a fleetd that a killed ./dev up has left, process $pid"
  kill -TERM "$pid"
  until_gone 45 "$pid" || kill -KILL "$pid"
}

port_taken() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

start() { # LABEL COMMAND...: a job whose failure ends all
  local label=$1; shift
  background "$@"
  jobs_started+=("$job")
  eval "job_$label=$job"
}

# A guest needs fleetd for its last words, so fleetd goes after the guests, and the network last.
stop_all() {
  local code=$? pid
  set +e
  ((code != 141)) || exec > /dev/null
  trap '' INT TERM HUP PIPE
  trap - EXIT
  [[ -z $run ]] || say "stopping"
  for pid in "${jobs_started[@]}"; do # builds; guests and the server have their own, gentler way below
    gone "$pid" || kill -TERM -- "-$pid" 2> /dev/null
  done
  for pid in "${jobs_started[@]}"; do
    until_gone 20 "$pid" || kill -KILL -- "-$pid"
  done
  [[ -z $run ]] || ((guests == 0)) || deploy/lab/lab stop "$run"
  if [[ -n $server ]]; then
    gone "$server" || kill -TERM "$server" 2> /dev/null
    until_gone 45 "$server" || { say "fleetd did not stop within 45 s: by force"; kill -KILL "$server"; }
  fi
  [[ -z $run ]] || ((guests == 0)) || deploy/lab/lab down "$run"
  [[ -z $run ]] || say "stopped"
  exit "$code"
}

start_server() {
  local command=("$root/artifacts/bin/fleetd/fleetd" --Database:DataDirectory "$data"
    --Listen:Public:0 "http://127.0.0.1:$port" --Listen:Ops "http://127.0.0.1:$((port + 1))")
  if ((guests)); then
    deploy/lab/net.sh "$run" up
    command=("$root/deploy/lab/launch" --netns "fl-$run-host" --listen metadata=169.254.169.254:80
      --listen guests=10.77.0.1:7443 -- "${command[@]}" --Listen:Public:1 https://fd:guests
      --Listen:Metadata:0:Network lab --Listen:Metadata:0:Address fd:metadata
      --Listen:Metadata:0:Server https://10.77.0.1:7443)
  fi
  mkdir -p "$data/logs"
  [[ ! -e $data/logs/fleetd.log ]] || mv "$data/logs/fleetd.log" "$data/logs/fleetd.log.1"
  set -m
  "${command[@]}" > "$data/logs/fleetd.log" 2>&1 < /dev/null 9>&- &
  set +m
  server=$!
  lab_process "$server" > "$data/fleetd.pid"
  local deadline=$((SECONDS + 120))
  until curl -fs --max-time 2 -o /dev/null "http://127.0.0.1:$((port + 1))/readyz"; do
    ! gone "$server" || server_died "fleetd ended at its start"
    ((SECONDS < deadline)) || server_died "fleetd was not ready within 120 s"
    sleep 0.1
  done
  say "fleetd is ready"
}

server_died() {
  tail -n 15 "$data/logs/fleetd.log" >&2
  die "$1; its log is $data/logs/fleetd.log"
}

start_guests() {
  local n address layers addresses=()
  ((guests)) || return 0
  layers=$(guest_layers)
  rootfs=${layers#*:}
  for ((n = 1; n <= guests; n++)); do
    address=$(deploy/lab/net.sh "$run" add "$n")
    addresses[n]=$address
    register_guest "$n" "$address"
    background deploy/lab/guest.sh "$run" "$n" "$layers" "$data/guests/g$n" > "$data/logs/guest-$n.log" 2>&1
  done
  say "booting $guests guests, run $run"
  for ((n = 1; n <= guests; n++)); do
    wait_guest "$n" "${addresses[n]}"
    local deadline=$((SECONDS + 15))
    until guest_answers "${addresses[n]}" || ((SECONDS >= deadline)); do sleep 0.1; done
  done
}

show_how() {
  local link key=$data/demo-key
  link=$("$root/artifacts/bin/fleetd/fleetd" admin sign-in-link --Database:DataDirectory "$data" \
    --Listen:Public:0 "$public" 2> "$data/logs/sign-in-link.log" | tail -n 1) || true
  echo
  echo "  dashboard     $public/"
  echo "  sign in once  ${link:-no link: see $data/logs/sign-in-link.log}"
  echo "  another link  artifacts/bin/fleetd/fleetd admin sign-in-link --Database:DataDirectory $data --Listen:Public:0 $public"
  echo "  admin token   $data/admin-token"
  if ((guests)); then
    # A new one each time: the last one may have been pushed already.
    rm -f "$key" "$key.pub"
    ssh-keygen -q -t ed25519 -N '' -C demo -f "$key"
    cat <<TEXT

  push a key to guest 1, then log in with it:

    curl -sS -X POST $public/api/v1/projects/default/instances/web-1/sshKeys \\
      -H "Authorization: Bearer \$(cat $data/admin-token)" -H 'Content-Type: application/json' \\
      -d "{\"user\":\"deploy\",\"publicKey\":\"\$(cat $key.pub)\"}"
    ip netns exec fl-$run-host ssh -i $key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null deploy@10.77.0.3
TEXT
  fi
  echo
  say "up; Ctrl-C stops all of it"
}

up() {
  up_options "$@"
  need_dotnet
  choose_guests
  need_packages "${packages_build[@]}" "${packages_server[@]}"
  ((guests == 0)) || need_packages "${packages_guests[@]}"
  choose_data
  exec 9> "$data/up.lock"
  flock -n 9 || die "another ./dev up is using $data: give --data and --port"
  stop_left_server
  ! port_taken "$port" || die "port $port is taken: give --port"
  ! port_taken $((port + 1)) || die "port $((port + 1)), for health and metrics, is taken: give --port"
  public=http://127.0.0.1:$port
  trap stop_all EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  trap 'exit 141' PIPE # `./dev up | head`

  job_image=''
  if ((guests)); then
    raise_inotify
    deploy/lab/lab prune
    start image make_image
  fi
  start build build_all
  # shellcheck disable=SC2154 # set by `start`
  wait "$job_build" || die "the build failed"
  [[ -z $job_image ]] || wait "$job_image" || die "the guests' image could not be made"
  jobs_started=()

  run=u$(od -An -N2 -tx1 /dev/urandom | tr -d ' \n')
  export FLEET_LAB_OWNER=$$ # should this script be killed, its guests go down
  start_server
  start_guests
  show_how
  wait "$server" || true
  server_died "fleetd ended"
}
