using System.Security.Cryptography;
using Fleet.Contracts;
using Fleet.Storage.Entities;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>How the counter of a new instance starts.</summary>
internal static class InstanceRevisions
{
    private const int StartBelow = 1 << 30;

    /// <summary>
    /// The row to add with a new instance. It starts at a random number: a guest that takes over the address of a deleted one, and with it the token
    /// that the old one was last given, must not be told that nothing has changed. The first attributes take this <c>Revision</c>.
    /// </summary>
    public static InstanceRevisionRow Create(InstanceId instance, ProjectId project)
    {
        var start = RandomNumberGenerator.GetInt32(StartBelow);
        return new() { InstanceId = instance, ProjectId = project, Revision = start, Floor = start, FactsRevision = start };
    }
}
