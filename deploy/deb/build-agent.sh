#!/bin/bash
# build-agent.sh BINARY VERSION OUTDIR: packs the agent as OUTDIR/fleet-agent_VERSION_amd64.deb and prints that path.
# Needs dpkg-deb, no root: ownership is set in the package.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
binary=${1:?BINARY} version=${2:?VERSION} out=${3:?OUTDIR}

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
chmod 755 "$tree"
install -D -m 755 "$binary" "$tree/usr/bin/fleet-agent"
for unit in fleet-agent-local fleet-agent fleet-agent-online; do
  install -D -m 644 "$here/../systemd/$unit.service" "$tree/lib/systemd/system/$unit.service"
done
install -D -m 644 "$here/agent/sshd-fleet.conf" "$tree/etc/ssh/sshd_config.d/50-fleet.conf"
install -D -m 644 "$here/agent/tmpfiles.conf" "$tree/usr/lib/tmpfiles.d/fleet-agent.conf"
install -D -m 644 "$here/agent/copyright" "$tree/usr/share/doc/fleet-agent/copyright"

mkdir "$tree/DEBIAN"
size=$(du -sk --apparent-size "$tree" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@SIZE@/$size/" "$here/agent/control" > "$tree/DEBIAN/control"
echo /etc/ssh/sshd_config.d/50-fleet.conf > "$tree/DEBIAN/conffiles"
install -m 755 "$here/agent/postinst" "$here/agent/prerm" "$here/agent/postrm" "$tree/DEBIAN/"

mkdir -p "$out"
deb=$out/fleet-agent_${version}_amd64.deb
# zstd packs in a moment; xz would take longer than the rest of the packaging.
dpkg-deb --root-owner-group -Zzstd -z3 --build "$tree" "$deb.new" > /dev/null
mv "$deb.new" "$deb"
echo "$deb"
