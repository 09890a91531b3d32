using System.Collections.Frozen;

namespace Fleet.UserData.Config;

/// <summary>Keys that cloud-init documents (its schema-cloud-config-v1.json and the base configuration) and Fleet does not run yet. Whoever implements one takes it off the list.</summary>
internal static class KnownKeys
{
    /// <summary>Of the document.</summary>
    public static FrozenSet<string> Document { get; } = FrozenSet.ToFrozenSet(
    [
        "allow_public_ssh_keys", "ansible", "apk_repos", "apt", "apt_pipelining", "apt_reboot_if_required", "apt_update", "apt_upgrade", "authkey_hash", "autoinstall",
        "bootcmd", "byobu_by_default", "ca-certs", "ca_certs", "chef", "chpasswd", "cloud_config_modules", "cloud_final_modules", "cloud_init_modules", "create_hostname_file",
        "datasource", "datasource_list", "device_aliases", "disable_ec2_metadata", "disable_root", "disable_root_opts", "disk_setup", "drivers",
        "fan", "final_message", "fs_setup", "growpart", "grub-dpkg", "grub_dpkg", "keyboard", "landscape", "launch-index", "locale", "locale_configfile", "lxd",
        "manage_etc_hosts", "manage_resolv_conf", "mcollective", "merge_how", "merge_type", "migrate", "mount_default_fields", "mounts", "network", "no_ssh_fingerprints", "ntp",
        "output", "package_reboot_if_required", "package_update", "package_upgrade", "packages", "password", "phone_home", "power_state", "prefer_fqdn_over_hostname", "puppet",
        "random_seed", "reporting", "resize_rootfs", "resolv_conf", "rh_subscription", "rpi", "rsyslog", "salt_minion", "snap", "spacewalk",
        "ssh", "ssh_deletekeys", "ssh_fp_console_blacklist", "ssh_genkeytypes", "ssh_import_id", "ssh_key_console_blacklist", "ssh_keys", "ssh_publish_hostkeys", "ssh_pwauth",
        "ssh_quiet_keygen", "swap", "system_info", "timezone", "ubuntu_advantage", "ubuntu_pro", "updates", "user", "vendor_data", "version", "wireguard",
        "yum_repo_dir", "yum_repos", "zypper",
    ]);

    /// <summary>Of an entry of <c>users</c>.</summary>
    public static FrozenSet<string> User { get; } = FrozenSet.ToFrozenSet(
    [
        "create_groups", "doas", "expiredate", "inactive", "no_log_init", "plain_text_passwd", "selinux_user", "snapuser", "ssh_import_id", "ssh_redirect_user",
    ]);
}
