# What every verb uses: messages, and the tools that it needs.
# shellcheck shell=bash disable=SC2034,SC2154 # variables for and of the other files

say() { printf '[%3d s] %s\n' "$SECONDS" "$*"; }
die() { echo "dev: $*" >&2; exit 1; }
fail_usage() { echo "dev: $*" >&2; exit 2; }

# No process of the build may outlive it: compiler and build servers would.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
# A watcher for each configuration file meets fs.inotify.max_user_instances, often 128 for the whole machine.
export DOTNET_hostBuilder__reloadConfigOnChange=false ASPNETCORE_hostBuilder__reloadConfigOnChange=false
export DOTNET_USE_POLLING_FILE_WATCHER=1
[[ ${CI-} != true ]] || export NO_COLOR=1 TERM=dumb MSBUILDTERMINALLOGGER=off

need_dotnet() {
  local have
  have=$(dotnet --list-sdks 2> /dev/null | grep -E '^10\.' | tail -n 1 || true)
  [[ -n $have ]] || die "the .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0"
  dotnet --version > /dev/null 2>&1 ||
    die "no .NET SDK here satisfies global.json ($(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' global.json) or a later 10.0): https://dotnet.microsoft.com/download/dotnet/10.0"
}

installed() {
  case $1 in
    postgresql) # whatever package it came from
      compgen -G '/usr/lib/postgresql/1[5-9]/bin/initdb' > /dev/null ;;
    *) [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2> /dev/null) == installed ]] ;;
  esac
}

need_packages() {
  local missing=() package sudo=()
  for package; do
    installed "$package" || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  grep -qE '^(ID|ID_LIKE)=.*(debian|ubuntu)' /etc/os-release ||
    die "missing: ${missing[*]} (names as in Debian; only Debian and Ubuntu are installed to by this script)"
  if ((EUID != 0)); then
    command -v sudo > /dev/null || die "missing: ${missing[*]}; installing needs root: apt-get install ${missing[*]}"
    sudo=(sudo)
  fi
  say "installing with apt: ${missing[*]}"
  mkdir -p .lab
  {
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 update &&
      "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 \
        install --no-install-recommends "${missing[@]}"
  } > .lab/apt.log 2>&1 < /dev/null ||
    die "apt could not install ${missing[*]}: $(grep -m 1 '^E:' .lab/apt.log || echo 'see .lab/apt.log')"
  for package in "${missing[@]}"; do
    installed "$package" || die "apt installed no usable $package (PostgreSQL must be 15 or later)"
  done
}

packages_build=(clang zlib1g-dev)
packages_server=(postgresql curl)
packages_guests=(systemd-container mmdebstrap debian-archive-keyring iproute2 openssh-client)
packages_tests=(chromium)

# Each guest and each .NET host takes inotify instances from one budget for the machine.
raise_inotify() {
  local file=/proc/sys/fs/inotify/max_user_instances
  (($(< $file) >= 8192)) || ! [[ -w $file ]] || {
    say "raising fs.inotify.max_user_instances from $(< $file) to 8192"
    echo 8192 > $file || true
  }
}

# Why this machine cannot boot guests; nothing when it can.
guests_obstacle() {
  [[ $(uname -m) == x86_64 ]] || { echo "guests are built for x86_64, this is $(uname -m)"; return; }
  ((EUID == 0)) || { echo "booting guests needs root"; return; }
  unshare --net --mount true 2> /dev/null || { echo "this machine may not make network namespaces"; return; }
  can_overlay || { echo "no overlay can be mounted on $root/.lab (in a container: give it a volume)"; return; }
  [[ -w /sys/fs/cgroup ]] || { echo "/sys/fs/cgroup is read-only"; return; }
}

can_overlay() {
  local dir ok=0
  mkdir -p .lab
  dir=$(mktemp -d .lab/probe.XXXXXX)
  mkdir "$dir"/{lower,upper,work,root}
  mount -t overlay overlay -o "lowerdir=$dir/lower,upperdir=$dir/upper,workdir=$dir/work" "$dir/root" 2> /dev/null || ok=1
  ((ok)) || umount "$dir/root"
  rm -rf "$dir"
  return "$ok"
}

# Starts a job in a process group of its own: Ctrl-C reaches this script alone, which then ends its jobs in order.
background() { # COMMAND...; sets $job
  set -m
  "$@" 9>&- &
  set +m
  job=$!
}

gone() { ! kill -0 "$1" 2> /dev/null; }

until_gone() { # SECONDS PID
  local deadline=$((SECONDS + $1))
  until gone "$2"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.05
  done
}
