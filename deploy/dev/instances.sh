# The REST calls of `dev up`, and its guests: registered once, booted each time.
# shellcheck shell=bash disable=SC2154 # the variables of up.sh

# METHOD PATH [JSON] [HEADER]: sets $status and $body. The token goes in on stdin: arguments are everyone's to read.
api() {
  local out=$data/api-answer
  status=$(printf 'header = "Authorization: Bearer %s"\n' "$(< "$data/admin-token")" |
    curl -sS --config - --max-time 75 -o "$out" -w '%{http_code}' -X "$1" -H 'Content-Type: application/json' \
      ${4:+-H "$4"} ${3:+--data-binary "$3"} "$public/api/v1/$2") || status=000
  body=$(cat "$out" 2> /dev/null || true)
  rm -f "$out"
}

json_string() { # of stdin
  local s
  s=$(cat; echo x) # command substitution would drop the last line's end
  s=${s%x} s=${s//\\/\\\\} s=${s//\"/\\\"} s=${s//$'\t'/\\t} s=${s//$'\r'/\\r}
  printf '"%s"' "${s//$'\n'/\\n}"
}

json_field() { # NAME, the first in $body, a string or a word
  grep -oE "\"$1\" *: *(\"[^\"]*\"|[a-z0-9]+)" <<< "$body" | head -n 1 | sed -E 's/^[^:]*: *//; s/^"//; s/"$//' || true
}

guest_name() { if (($1 == 2)); then echo db-1; else echo "web-$1"; fi; }

register_guest() { # N ADDRESS
  local name dir request image
  name=$(guest_name "$1") dir=$data/guests/g$1 image=$(basename "$(dirname "$rootfs")")
  request=$(printf '{"name":"%s","hostname":"%s","image":"debian-12","network":"lab","addresses":["%s"],"userData":%s}' \
    "$name" "$name" "$2" "$(json_string < "deploy/lab/demo/${name%-*}.yaml")")
  api POST projects/default/instances "$request"
  # A guest and its instance belong together: the disk holds the agent's identity, and an instance that has an
  # agent lets no second one join. So a new disk goes with a new instance, and the other way round.
  if [[ $status == 409 && ! ($(cat "$dir/image" 2> /dev/null) == "$image" && -d $dir/up) ]]; then
    say "guest $1 has a new disk: registering $name anew"
    api DELETE "projects/default/instances/$name" '' 'If-Match: *'
    [[ $status == 2* ]] || die "deleting the instance $name: fleetd answered $status: ${body:0:300}"
    api POST projects/default/instances "$request"
  fi
  case $status in
    201 | 200) rm -rf "$dir"; mkdir -p "$dir"; echo "$image" > "$dir/image" ;;
    409) ;;
    *) die "registering the instance $name: fleetd answered $status: ${body:0:300}" ;;
  esac
}

wait_guest() { # N ADDRESS
  local name state
  name=$(guest_name "$1")
  background api_wait "$name"
  wait "$job" || true
  body=$(cat "$data/wait-$name" 2> /dev/null || true)
  rm -f "$data/wait-$name"
  state=$(json_field state)
  case $state in
    provisioned) say "guest $1, $name ($2): provisioned" ;;
    '') die "waiting for $name: fleetd gave no answer; its log is $data/logs/fleetd.log" ;;
    *) say "guest $1, $name ($2): $state $(json_field reason) $(json_field failedStep); its console: $data/guests/g$1/console.log" ;;
  esac
}

# In a job of its own, so that Ctrl-C need not wait for the answer.
api_wait() {
  api POST "projects/default/instances/$1:wait" '{"for":"provisioned","timeoutSeconds":60}'
  [[ $status == 200 ]] && printf '%s' "$body" > "$data/wait-$1"
}

guest_answers() { # ADDRESS: sshd's port is open
  timeout 2 ip netns exec "fl-$run-host" bash -c "exec 3<>/dev/tcp/$1/22" 2> /dev/null
}
