namespace Fleet.GuestAgent.Reporting;

/// <summary>The life of the server's database that it last spoke of. When it changes, every stream asks anew how far it has come.</summary>
internal sealed class DbEpoch(string current, Action changed)
{
    private readonly Lock _gate = new();

    public string Current { get; private set; } = current;

    public void Learn(string epoch)
    {
        lock (_gate)
        {
            if (epoch == Current)
                return;
            Current = epoch;
        }

        changed();
    }
}
