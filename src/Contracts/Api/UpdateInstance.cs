namespace Fleet.Contracts.Api;

/// <summary><c>PATCH projects/{p}/instances/{i}</c>: a JSON merge patch (RFC 7396) of these fields; <c>null</c> clears.</summary>
public sealed record UpdateInstance
{
    /// <summary>See <see cref="CreateInstance.Hostname"/>.</summary>
    public string? Hostname { get; init; }

    /// <summary>Labels to set; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?>? Labels { get; init; }

    /// <summary>See <see cref="CreateInstance.Zone"/>.</summary>
    public string? Zone { get; init; }

    /// <summary>See <see cref="CreateInstance.MachineType"/>.</summary>
    public string? MachineType { get; init; }

    /// <summary>See <see cref="CreateInstance.Image"/>.</summary>
    public string? Image { get; init; }

    /// <summary>See <see cref="CreateInstance.UserData"/>.</summary>
    public string? UserData { get; init; }

    /// <summary>See <see cref="CreateInstance.UserDataEncoding"/>.</summary>
    public string? UserDataEncoding { get; init; }

    /// <summary>True opens enrolment once more, for a guest that was rebuilt.</summary>
    public bool? Rejoin { get; init; }
}
