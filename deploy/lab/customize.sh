#!/bin/sh
# Run by mmdebstrap as the image's last step: what every guest has. $1 is the root.
set -eu
root=$1

echo guest > "$root/etc/hostname"
printf '127.0.0.1 localhost guest\n' > "$root/etc/hosts"
echo 'root:lab' | chroot "$root" chpasswd # for debugging; the lab's network is reachable from this machine only

# Guests are addressed from outside (net.sh); an image for another hypervisor would ask DHCP.
mkdir -p "$root/etc/systemd/network"
printf '[Match]\nName=en* eth*\n\n[Network]\nDHCP=ipv4\nLinkLocalAddressing=no\n' > "$root/etc/systemd/network/95-dhcp.network"

# "lab.conf" sorts after "50-fleet.conf": sshd takes the first value that it reads.
printf 'UseDNS no\nPermitRootLogin yes\n' > "$root/etc/ssh/sshd_config.d/lab.conf"

# Host keys and the machine id belong to a guest, never to the image.
rm -f "$root"/etc/ssh/ssh_host_*
: > "$root/etc/machine-id"
rm -f "$root/var/lib/dbus/machine-id"
cat > "$root/etc/systemd/system/ssh-hostkeys.service" <<'UNIT'
[Unit]
Description=SSH host keys of this guest
Before=ssh.service
ConditionPathExists=!/etc/ssh/ssh_host_ed25519_key

[Service]
Type=oneshot
ExecStart=/usr/bin/ssh-keygen -q -t ed25519 -N "" -f /etc/ssh/ssh_host_ed25519_key

[Install]
WantedBy=multi-user.target
UNIT
chroot "$root" systemctl -q enable ssh ssh-hostkeys

# What does nothing useful in a guest that lives for minutes, and would cost each boot a part of a second.
chroot "$root" systemctl -q mask systemd-networkd-wait-online apt-daily.timer apt-daily-upgrade.timer \
  dpkg-db-backup.timer e2scrub_all.timer fstrim.timer e2scrub_reap systemd-pstore getty@tty1
