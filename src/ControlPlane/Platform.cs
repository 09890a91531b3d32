// systemd, unix sockets, file modes: fleetd runs on Linux alone.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
