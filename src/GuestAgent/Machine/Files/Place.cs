using Fleet.GuestAgent.Machine.Native;

namespace Fleet.GuestAgent.Machine.Files;

/// <summary>A name in a directory that is held open: where a path led to.</summary>
/// <param name="Directory">The directory, opened for its path only.</param>
/// <param name="Name">The last component.</param>
/// <param name="Stat">What the directory is.</param>
/// <param name="OwnerUid">The user who can rename what lies here; 0 where only root can.</param>
/// <param name="Path">The path without symlinks, for messages and for <see cref="PseudoFs"/>.</param>
internal sealed record Place(Fd Directory, string Name, StatX Stat, uint OwnerUid, string Path) : IDisposable
{
    /// <summary>Does something with a name of this directory. In a user's directory it is done with the user's rights: whatever the user plants there, no more can come of it than the user could do.</summary>
    public T As<T>(Func<T> action) => OwnerUid == 0 ? action() : UserThread.Run(OwnerUid, Stat.Gid, action);

    public void Dispose() => Directory.Dispose();
}
