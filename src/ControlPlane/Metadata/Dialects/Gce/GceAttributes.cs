using Fleet.ControlPlane.Metadata.Document;

namespace Fleet.ControlPlane.Metadata.Dialects.Gce;

/// <summary>
/// <c>instance/attributes/</c> and <c>project/attributes/</c>: each level by itself, for Google's agents lay one over the other themselves. Three keys are more
/// than the attribute of that name: <c>ssh-keys</c> has the pushed keys after it, <c>user-data</c> and <c>user-data-encoding</c> are the instance's user-data if it has any.
/// </summary>
internal static class GceAttributes
{
    private const string SshKeys = "ssh-keys";
    private const string UserData = "user-data";
    private const string UserDataEncoding = "user-data-encoding";

    public static GceValue.Directory Of(InstanceHalf half) => Directory(half.Attributes, [SshKeys, UserData, UserDataEncoding], key => Value(half, key));

    public static GceValue.Directory Of(ProjectHalf half) => Directory(half.Attributes, [SshKeys], key => Value(half, key));

    public static GceEntry OfInstance(string key) => new(key, key switch
    {
        SshKeys => Input.InstanceAttribute(key) + Input.InstanceKeys,
        UserData or UserDataEncoding => Input.InstanceAttribute(key) + Input.Facts,
        _ => Input.InstanceAttribute(key),
    }, document => Text(Value(document.Instance, key)));

    public static GceEntry OfProject(string key) => new(key, key == SshKeys ? Input.ProjectAttribute(key) + Input.ProjectKeys : Input.ProjectAttribute(key),
        document => Text(Value(document.Project, key)));

    private static string? Value(ProjectHalf half, string key) => key == SshKeys ? GceSshKeys.Join(Raw(half.Attributes, key), half.Keys.Keys) : Raw(half.Attributes, key);

    private static string? Value(InstanceHalf half, string key) => key switch
    {
        SshKeys => GceSshKeys.Join(Raw(half.Attributes, key), half.Keys.Keys),
        UserData when half.UserData is { } body => GceUserData.Text(body) ?? Convert.ToBase64String(body),
        UserDataEncoding when half.UserData is { } body => GceUserData.Text(body) is null ? "base64" : null,
        _ => Raw(half.Attributes, key),
    };

    private static GceValue.Directory Directory(AttributeSet attributes, string[] computed, Func<string, string?> value)
    {
        var children = new List<KeyValuePair<string, GceValue>>();
        foreach (var key in attributes.Live.Select(a => a.Key).Union(computed).Order(StringComparer.Ordinal))
            if (Text(value(key)) is { } text)
                children.Add(new(key, text));
        return new(children, Verbatim: true);
    }

    private static string? Raw(AttributeSet attributes, string key) => attributes.TryGet(key, out var value) ? value : null;

    private static GceValue.Text? Text(string? value) => value is null ? null : new(value);
}
