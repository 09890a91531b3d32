namespace Fleet.GuestAgent.Sources.FleetMetadata;

/// <summary><c>GET /fleet/v1/bootstrap</c> of the metadata service, which knows the machine by its network and address.</summary>
internal sealed class MetadataSource(MetadataService metadata) : IBootSource
{
    public string Name => metadata.Address;

    public async Task<Bootstrap?> ReadAsync(CancellationToken ct)
    {
        var document = await metadata.BootstrapAsync(ct).ConfigureAwait(false);
        return new(document.Server, document.CaPin, document.CaCertificate, document.Instance, metadata.Address);
    }
}
