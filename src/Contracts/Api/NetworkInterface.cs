namespace Fleet.Contracts.Api;

/// <summary>One network interface of a guest.</summary>
/// <param name="MacAddress">Lower case, colons.</param>
/// <param name="Addresses">Its addresses.</param>
public sealed record NetworkInterface(string? MacAddress, IReadOnlyList<string> Addresses);
