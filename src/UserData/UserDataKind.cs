namespace Fleet.UserData;

/// <summary>What a piece of user-data turned out to be.</summary>
public enum UserDataKind
{
    /// <summary>Nothing: no bytes, or white space only.</summary>
    None,

    /// <summary>A <c>#cloud-config</c> document.</summary>
    CloudConfig,

    /// <summary>A script that starts with <c>#!</c>.</summary>
    Script,
}
