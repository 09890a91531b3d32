namespace Fleet.UserData;

/// <summary>Why a notice was given.</summary>
public enum UserDataNoticeKind
{
    /// <summary>cloud-init knows the key; Fleet does not run it yet. The agent shows it as a skipped step.</summary>
    NotRunYet,

    /// <summary>Nobody knows the key. cloud-init ignores such keys, and so does Fleet, but says so.</summary>
    UnknownKey,

    /// <summary>YAML 1.1 reads the value as something that its author may not have meant.</summary>
    Ambiguous,
}

/// <summary>A remark on user-data that was accepted. It repeats names of keys, never values.</summary>
/// <param name="Kind">Why it was given.</param>
/// <param name="Path">The field, such as <c>packages</c> or <c>users[0].doas</c>.</param>
/// <param name="Message">One sentence for the author of the user-data.</param>
/// <param name="Line">Line, from 1.</param>
public sealed record UserDataNotice(UserDataNoticeKind Kind, string Path, string Message, int? Line);
