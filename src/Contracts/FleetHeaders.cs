namespace Fleet.Contracts;

/// <summary>Names on the guest's side of the wire.</summary>
public static class FleetHeaders
{
    /// <summary>Every request to Fleet's own routes of the metadata listener carries it: a header that only code can set.</summary>
    public const string MetadataFlavor = "Metadata-Flavor";

    /// <summary>Its value in Fleet's own dialect.</summary>
    public const string MetadataFlavorFleet = "Fleet";
}
