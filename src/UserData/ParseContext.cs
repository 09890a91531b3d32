using Fleet.UserData.Yaml;

namespace Fleet.UserData;

/// <summary>What one parse carries along: its limits and what it found fault with.</summary>
internal sealed class ParseContext(UserDataLimits limits, Func<string, string?>? sshKeyProblem)
{
    // A document of 50 000 faults must not become an answer of 50 000 lines.
    private const int MaxReported = 100;

    private readonly List<UserDataError> _errors = [];
    private readonly List<UserDataNotice> _notices = [];

    public UserDataLimits Limits { get; } = limits;

    public Func<string, string?>? SshKeyProblem { get; } = sshKeyProblem;

    public bool HasErrors => _errors.Count > 0;

    /// <summary>In the order of the document; the readers take fields in an order of their own.</summary>
    public IReadOnlyList<UserDataError> Errors => [.. _errors.OrderBy(error => (error.Line ?? int.MaxValue, error.Column))];

    /// <summary>In the order of the document.</summary>
    public IReadOnlyList<UserDataNotice> Notices => [.. _notices.OrderBy(notice => notice.Line)];

    public void Fail(string code, string message, YamlNode node, YamlPath path)
    {
        if (_errors.Count < MaxReported)
            _errors.Add(new UserDataError(code, message, node.Line, node.Column, path.ToString()));
        else if (_errors.Count == MaxReported)
            _errors.Add(new UserDataError(UserDataErrorCodes.TooManyErrors, "There are more errors than these."));
    }

    public void Notice(UserDataNoticeKind kind, YamlPath path, string message, YamlNode node)
    {
        if (_notices.Count < MaxReported)
            _notices.Add(new UserDataNotice(kind, path.ToString() ?? "", message, node.Line));
    }
}
