# Publishing and packaging, each part only when its inputs have changed.
# shellcheck shell=bash disable=SC2154 # $root and the lists of packages come from dev and lib.sh

version() { sed -n 's|.*<VersionPrefix>\(.*\)</VersionPrefix>.*|\1|p' Directory.Build.props; }

# A hash of the files below the paths given, names and contents.
inputs() {
  find "$@" Directory.Build.props Directory.Packages.props global.json .editorconfig BannedSymbols.txt \
    -type f -not -path '*/bin/*' -not -path '*/obj/*' -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-32
}

unchanged() { # STAMP INPUTS OUTPUT
  [[ -e $3 && -e artifacts/stamps/$1 && $(< "artifacts/stamps/$1") == "$2" ]]
}

stamp() { mkdir -p artifacts/stamps; echo "$2" > "artifacts/stamps/$1"; }

dotnet_publish() { # NAME ARGS...: its output goes to a log, of which only the errors are shown
  local name=$1 log=.lab/publish-$1.log; shift
  mkdir -p .lab
  # --foreground: it stays in this job's process group, and so ends with it.
  timeout --foreground 900 dotnet publish -c Release -v quiet "$@" > "$log" 2>&1 < /dev/null || {
    grep -E ' error |^error ' "$log" | sort -u | head -n 20 >&2 || true
    die "publishing $name failed: the whole output is in $log"
  }
}

publish_fleetd() {
  local sources hash out=artifacts/bin/fleetd
  # The server knows neither the agent nor the CLI.
  mapfile -t sources < <(find src -mindepth 1 -maxdepth 1 -not -name GuestAgent -not -name Cli)
  hash=$(inputs "${sources[@]}" migrations)
  ! unchanged fleetd "$hash" "$out/fleetd" || { say "fleetd is up to date"; return; }
  say "publishing fleetd"
  # Published anew each time: `dotnet publish` leaves behind what is no longer part of it.
  rm -rf artifacts/publish/ControlPlane/release_linux-x64
  dotnet_publish fleetd src/ControlPlane/ControlPlane.csproj -r linux-x64 --self-contained false
  # In one step: a fleetd that runs from the old directory must not meet half of the new one.
  rm -rf "$out.new" "$out.old"
  mkdir -p artifacts/bin
  cp -a artifacts/publish/ControlPlane/release_linux-x64 "$out.new"
  [[ ! -e $out ]] || mv "$out" "$out.old"
  mv "$out.new" "$out"
  rm -rf "$out.old"
  stamp fleetd "$hash"
}

publish_agent() {
  local hash out=artifacts/bin/fleet-agent
  hash=$(inputs src/Contracts src/UserData src/GuestAgent)
  ! unchanged fleet-agent "$hash" "$out" || { say "fleet-agent is up to date"; return; }
  say "publishing fleet-agent (Native AOT, up to a minute or two)"
  dotnet_publish fleet-agent src/GuestAgent/GuestAgent.csproj -r linux-x64
  mkdir -p artifacts/bin
  cp artifacts/publish/GuestAgent/release_linux-x64/fleet-agent "$out.new"
  mv "$out.new" "$out"
  stamp fleet-agent "$hash"
}

agent_deb() { echo "artifacts/deb/fleet-agent_$(version)_amd64.deb"; }

pack_agent() {
  local hash
  # The binary is ignored by git, so it is hashed by itself.
  hash=$({ inputs deploy/deb deploy/systemd; sha256sum < artifacts/bin/fleet-agent; } | sha256sum | cut -d" " -f1)
  ! unchanged fleet-agent-deb "$hash" "$(agent_deb)" || return 0
  say "packing $(agent_deb)"
  deploy/deb/build-agent.sh artifacts/bin/fleet-agent "$(version)" artifacts/deb > /dev/null
  stamp fleet-agent-deb "$hash"
}

# One after the other: both compile the libraries that they share.
build_all() {
  mkdir -p .lab
  exec 8> .lab/build.lock
  flock -w 1200 8 || die "another build of this clone has been running for 20 minutes"
  publish_fleetd
  publish_agent
  pack_agent
  exec 8>&-
}

package() {
  (($# == 0)) || fail_usage "package takes no arguments"
  need_dotnet
  need_packages "${packages_build[@]}"
  build_all
  ls -l artifacts/bin/fleetd/fleetd artifacts/bin/fleet-agent artifacts/deb/*.deb
}

# The guests' image, with the agent's package above it; both are made once.
make_image() { deploy/lab/mkimage.sh > /dev/null; }
guest_layers() { deploy/lab/install-agent.sh "$(deploy/lab/mkimage.sh)" "$(agent_deb)" "${FLEET_LAB_DIR:-.lab}/layers"; }
