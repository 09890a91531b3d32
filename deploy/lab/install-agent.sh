#!/bin/bash
# install-agent.sh ROOTFS DEB DIR: installs the agent's package above ROOTFS and prints the guests' lower
# layers, "LAYER:ROOTFS", on stdout: hand that to guest.sh.
#
# The layer lies in DIR/<key>, the key is a hash of the package and of ROOTFS' path: it is made once, in
# about a second, by the guest's own dpkg, so the maintainer scripts run as they do anywhere. ROOTFS is not touched.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
rootfs=$(realpath "${1:?ROOTFS}") deb=$(realpath "${2:?DEB}") dir=$(realpath -m "${3:?DIR}")

[[ $EUID == 0 ]] || lab_die "installing into the guests' image needs root"
key=$({ cat "$deb"; echo "$rootfs"; } | sha256sum | cut -c1-12)
layer=$dir/$key
mkdir -p "$dir"
exec 9> "$dir/lock"
flock -w 60 9 || lab_die "another process has held $dir/lock for a minute"
if [[ ! -d $layer ]]; then
  tmp=$dir/new
  trap 'umount "$tmp/root" 2>/dev/null || true; rm -rf "$tmp"' EXIT
  rm -rf "$tmp"; mkdir -p "$tmp"/{up,work,root}
  mount -t overlay overlay -o "lowerdir=$rootfs,upperdir=$tmp/up,workdir=$tmp/work" "$tmp/root"
  cp "$deb" "$tmp/root/agent.deb"
  chroot "$tmp/root" dpkg --force-unsafe-io --install /agent.deb > "$tmp/log" 2>&1 ||
    lab_die "dpkg refused ${deb##*/}: $(tail -n 1 "$tmp/log")"
  rm "$tmp/root/agent.deb"
  umount "$tmp/root"
  mv "$tmp/up" "$layer"
fi
echo "$layer:$rootfs"
