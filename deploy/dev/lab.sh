# What boots real guests needs: packages, the binaries, the guests' image; handed on in FLEET_TEST_*.
# shellcheck shell=bash disable=SC2154 # variables of the other files

image_job=''

prepare_lab() { # WHO
  local who=$1 obstacle
  need_dotnet
  obstacle=$(guests_obstacle)
  [[ -z $obstacle ]] || die "$who boot real guests, and here: $obstacle"
  need_packages "${packages_build[@]}" "${packages_server[@]}" "${packages_guests[@]}" "${packages_tests[@]}"
  raise_inotify
  deploy/lab/lab prune
  make_image &
  image_job=$!
  build_all
  wait "$image_job" || die "the guests' image could not be made"
  image_job=''
  FLEET_TEST_GUEST_LAYERS=$(guest_layers)
  FLEET_TEST_FLEETD=$root/artifacts/bin/fleetd/fleetd
  FLEET_TEST_AGENT=$root/artifacts/bin/fleet-agent
  FLEET_TEST_AGENT_DEB=$root/$(agent_deb)
  export FLEET_TEST_GUEST_LAYERS FLEET_TEST_FLEETD FLEET_TEST_AGENT FLEET_TEST_AGENT_DEB
}
