#!/bin/bash
# mkimage.sh [DIR]: makes the guests' root tree, a small Debian 12, and prints its path on stdout.
#
# DIR defaults to $FLEET_LAB_DIR/image, and that to .lab/image at the repository's root. The tree lies in
# DIR/<key>/rootfs; the key is a hash of this script, customize.sh and the package list, so an image is
# made once (about 50 s) and reused while they are unchanged. Never change a tree in place: guests
# that run hold it as their lower layer. Needs root, mmdebstrap and a Debian mirror.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"

suite=bookworm
packages=systemd,systemd-sysv,udev,kmod,dbus,libpam-systemd,openssh-server,sudo,iproute2,iputils-ping,curl,procps,passwd,init-system-helpers
dir=$(realpath -m "${1:-${FLEET_LAB_DIR:-$here/../../.lab}/image}")
key=$(cat "$here/mkimage.sh" "$here/customize.sh" | sha256sum | cut -c1-12)
image=$dir/$key

[[ $EUID == 0 ]] || lab_die "making the guests' image needs root"
mkdir -p "$image"
exec 9> "$image/lock"
flock -w 600 9 || lab_die "another process has been making this image for ten minutes: $image"
if [[ -e $image/rootfs ]]; then
  echo "$image/rootfs"
  exit
fi

command -v mmdebstrap > /dev/null || lab_die "mmdebstrap is missing: apt-get install mmdebstrap"
echo "making the guests' image ($suite, about a minute, once)" >&2
# Built on a tmpfs: dpkg's fsyncs alone would take as long as the rest.
ram=$image/ram new=$image/rootfs.new
# A trap makes bash wait for mmdebstrap, which gets the signal as well and unmounts what it has mounted.
trap 'exit 143' TERM INT HUP
trap 'umount "$ram" 2>/dev/null || umount -l "$ram" 2>/dev/null || true; rm -rf "$ram" "$new" "$image/rootfs.tar"' EXIT
rm -rf "$new"; mkdir -p "$ram" "$new"
mountpoint -q "$ram" || mount -t tmpfs -o size=3g tmpfs "$ram"
TMPDIR=$ram timeout --foreground --kill-after=30 900 mmdebstrap --quiet --variant=minbase --include="$packages" \
  --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "3"' --dpkgopt=force-unsafe-io \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' \
  --customize-hook="$here/customize.sh" "$suite" "$image/rootfs.tar" >&2 ||
  lab_die "mmdebstrap failed: is a Debian mirror within reach?"
tar -C "$new" --numeric-owner --xattrs --xattrs-include='*' -xpf "$image/rootfs.tar"
mv "$new" "$image/rootfs"
echo "$image/rootfs"
