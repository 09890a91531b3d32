namespace Fleet.GuestAgent.Machine.Ssh;

internal sealed class ManagedKeyFiles;
