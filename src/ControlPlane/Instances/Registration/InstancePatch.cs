using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.Storage.Entities;

namespace Fleet.ControlPlane.Instances.Registration;

/// <summary>A change of an instance that has been found good.</summary>
internal sealed record InstancePatch(Patch<UpdateInstance> Patch, byte[]? UserData)
{
    public bool Rejoin => Patch.Value.Rejoin is true;

    public static async Task<Outcome<InstancePatch>> ReadAsync(HttpContext http)
    {
        var body = await RequestBody.ReadPatchAsync(http, ContractsJson.Default.UpdateInstance, ContractsJson.Default.Instance);
        if (body.Error is not null)
            return body.Error;
        var (patch, value) = (body.Value!, body.Value!.Value);
        if (UserDataField.CheckSize(value.UserData, value.UserDataEncoding) is { } tooLarge)
            return tooLarge;
        var problems = new FieldProblems();
        InstanceFields.CheckHostname(value.Hostname, problems);
        InstanceFields.CheckLabels(value.Labels, mayRemove: true, problems);
        InstanceFields.CheckText("zone", value.Zone, problems);
        InstanceFields.CheckText("machineType", value.MachineType, problems);
        InstanceFields.CheckText("image", value.Image, problems);
        var userData = UserDataField.Read(value.UserData, value.UserDataEncoding, problems);
        return problems.ToError() is { } invalid ? invalid : new InstancePatch(patch, userData);
    }

    /// <summary>Applies it, and says which fields changed.</summary>
    public Outcome<List<string>> Apply(InstanceRow row)
    {
        var changed = new List<string>();
        var value = Patch.Value;
        Set("hostname", row.Hostname, value.Hostname, v => row.Hostname = v);
        Set("zone", row.Zone, value.Zone, v => row.Zone = v);
        Set("machineType", row.MachineType, value.MachineType, v => row.MachineType = v);
        Set("image", row.Image, value.Image, v => row.Image = v);
        if (Patch.Has("labels"))
        {
            var labels = Merge(row.Labels, value.Labels);
            var problems = new FieldProblems();
            InstanceFields.CheckLabelCount(labels.Count, problems);
            if (problems.ToError() is { } tooMany)
                return tooMany;
            if (labels.Count != row.Labels.Count || labels.Any(l => row.Labels.GetValueOrDefault(l.Key) != l.Value))
                (row.Labels, _) = (labels, Add("labels"));
        }

        if (Patch.Has("userData") && !(row.UserData ?? []).AsSpan().SequenceEqual(UserData ?? []))
            (row.UserData, _) = (UserData, Add("userData"));
        return changed;

        bool Add(string field)
        {
            changed.Add(field);
            return true;
        }

        void Set(string field, string? before, string? after, Action<string?> set)
        {
            if (!Patch.Has(field) || before == after)
                return;
            set(after);
            Add(field);
        }
    }

    private static Dictionary<string, string> Merge(Dictionary<string, string> before, IReadOnlyDictionary<string, string?>? patch)
    {
        // RFC 7396: null for the whole object clears it.
        if (patch is null)
            return [];
        var after = new Dictionary<string, string>(before, StringComparer.Ordinal);
        foreach (var (key, value) in patch)
            if (value is null)
                after.Remove(key);
            else
                after[key] = value;
        return after;
    }
}
