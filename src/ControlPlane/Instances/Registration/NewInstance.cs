using Fleet.Contracts.Api;
using Fleet.ControlPlane.Access.Keys;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Instances.Attributes;
using Fleet.ControlPlane.Instances.Projects;

namespace Fleet.ControlPlane.Instances.Registration;

/// <summary>A registration that has been found good, in canonical texts.</summary>
internal sealed record NewInstance
{
    public required CreateInstance Request { get; init; }

    public required Dictionary<string, string> Labels { get; init; }

    public required Dictionary<string, string> Attributes { get; init; }

    public required List<string> Addresses { get; init; }

    public required List<string> MacAddresses { get; init; }

    public required List<NewSshKey> SshKeys { get; init; }

    public required byte[]? UserData { get; init; }

    public static Outcome<NewInstance> Of(CreateInstance request, DateTimeOffset now)
    {
        if (UserDataField.CheckSize(request.UserData, request.UserDataEncoding) is { } tooLarge)
            return tooLarge;
        var problems = new FieldProblems();
        var valid = new NewInstance
        {
            Request = request,
            Labels = (request.Labels ?? new Dictionary<string, string>()).ToDictionary(StringComparer.Ordinal),
            Attributes = (request.Metadata ?? new Dictionary<string, string>()).ToDictionary(StringComparer.Ordinal),
            Addresses = NetworkFields.Addresses(request.Addresses, problems),
            MacAddresses = NetworkFields.Macs(request.MacAddresses, problems),
            SshKeys = NewSshKey.Each(request.SshKeys, now, problems),
            UserData = UserDataField.Read(request.UserData, request.UserDataEncoding, problems),
        };
        CheckFields(request, problems);
        if (problems.ToError() is { } invalid)
            return invalid;
        return AttributeFields.AreTooLarge(valid.Attributes) ? new TooLargeError("/metadata", $"{Contracts.Limits.AttributesTotalBytes} bytes of keys and values in all") : valid;
    }

    private static void CheckFields(CreateInstance request, FieldProblems problems)
    {
        ProjectFields.CheckName(request.Name, problems);
        InstanceFields.CheckHostname(request.Hostname, problems);
        InstanceFields.CheckLabels(request.Labels!, mayRemove: false, problems);
        InstanceFields.CheckLabelCount(request.Labels?.Count ?? 0, problems);
        InstanceFields.CheckText("dialect", request.Dialect, problems);
        InstanceFields.CheckText("providerInstanceId", request.ProviderInstanceId, problems);
        InstanceFields.CheckText("zone", request.Zone, problems);
        InstanceFields.CheckText("machineType", request.MachineType, problems);
        InstanceFields.CheckText("image", request.Image, problems);
        NetworkFields.CheckNetwork(request.Network, request.Addresses?.Count ?? 0, problems);
        AttributeFields.Check(request.Metadata?.Select(a => new KeyValuePair<string, string?>(a.Key, a.Value)) ?? [], mayRemove: false, problems, "/metadata");
    }
}
