# ./dev up: fleetd with its own PostgreSQL, and guests, until Ctrl-C.
# shellcheck shell=bash disable=SC2154,SC2034,SC2317 # variables of the other files; functions that traps call

port=7080 data=.lab/data guests='' run='' server='' job=''
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
  data=$(realpath -m "$data")
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
  trap '' INT TERM HUP
  trap - EXIT
  [[ -z $run ]] || say "stopping"
  for pid in "${jobs_started[@]}"; do # builds; guests and the server have their own, gentler way below
    gone "$pid" || kill -TERM -- "-$pid" 2> /dev/null || true
  done
  [[ -z $run ]] || ((guests == 0)) || deploy/lab/lab stop "$run" || true
  if [[ -n $server ]]; then
    gone "$server" || kill -TERM "$server" 2> /dev/null || true
    until_gone 45 "$server" || { say "fleetd did not stop within 45 s: by force"; kill -KILL "$server"; }
  fi
  [[ -z $run ]] || ((guests == 0)) || deploy/lab/lab down "$run" || true
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
  echo "  admin token   $data/admin-token"
  if ((guests)); then
    [[ -e $key ]] || ssh-keygen -q -t ed25519 -N '' -C demo -f "$key"
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
  ((EUID == 0)) || say "not root: fleetd's PostgreSQL runs as you"
  mkdir -p "$data"
  exec 9> "$data/up.lock"
  flock -n 9 || die "another ./dev up is using $data: give --data and --port"
  ! port_taken "$port" || die "port $port is taken: give --port"
  ! port_taken $((port + 1)) || die "port $((port + 1)), for health and metrics, is taken: give --port"
  public=http://127.0.0.1:$port
  trap stop_all EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP

  need_packages "${packages_build[@]}" "${packages_server[@]}"
  job_image=''
  if ((guests)); then
    need_packages "${packages_guests[@]}"
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
