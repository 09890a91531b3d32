using Fleet.GuestAgent.Sources;

namespace Fleet.GuestAgent.Identity;

/// <summary>Holds on to who this machine is. What a source says later is compared, and never silently believed (FS-28).</summary>
internal sealed class IdentityKeeper(IdentityStore store, Enrolment enrolment)
{
    public const string ChangedUnproven = "identity_changed_unproven";

    /// <summary>Null when this machine has not enrolled, and when that cannot be read now: <see cref="EnsureAsync"/> then says why.</summary>
    public AgentIdentity? Stored
    {
        get
        {
            try
            {
                return store.Load();
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    /// <returns>The identity, and why the source was not believed, if it was not.</returns>
    public async Task<(AgentIdentity Identity, string? Problem)> EnsureAsync(Bootstrap bootstrap, CancellationToken ct)
    {
        if (store.Load() is not { } stored)
            return (await enrolment.EnrolAsync(bootstrap, ct).ConfigureAwait(false), null);
        if (bootstrap.Instance is { } other && other != stored.Instance)
            return (stored, $"{ChangedUnproven}: {bootstrap.From} says instance {other}, this machine enrolled as {stored.Instance}");
        if (bootstrap.CaPin != stored.CaPin)
            return (stored, $"{ChangedUnproven}: {bootstrap.From} names another CA than the one this machine enrolled with");
        if (bootstrap.Server == stored.Server || FleetServer.ProblemOf(bootstrap) is not null)
            return (stored, null);

        // The same CA vouches for the new address: the server has moved.
        var moved = stored with { Server = bootstrap.Server };
        store.Save(moved);
        return (moved, null);
    }
}
