using Fleet.Contracts.Api;
using Fleet.Contracts.Ssh;
using Fleet.ControlPlane.Hosting.Errors;

namespace Fleet.ControlPlane.Hosting.Requests;

/// <summary>Gathers everything that is wrong with a request, so that one answer names it all.</summary>
internal sealed class FieldProblems
{
    // A body of 100 000 faults must not become an answer of 100 000 lines.
    private const int MaxReported = 100;

    private readonly List<FieldProblem> fields = [];
    private string? code;

    public bool Any => fields.Count > 0;

    public bool IsFull => fields.Count >= MaxReported;

    /// <param name="pointer">JSON pointer, or the name of a header or query parameter.</param>
    /// <param name="detail">What is wrong and what would be right; never the value, which may be a secret.</param>
    /// <param name="special">The problem's own code, where it has one. A private key outranks the others: its owner must hear of it.</param>
    public void Add(string pointer, string detail, string? special = null)
    {
        if (special is not null && (code is null || special == SshKeyProblem.PrivateKey.Code))
            code = special;
        if (!IsFull)
            fields.Add(new(pointer, detail));
    }

    /// <summary>Null when nothing is wrong.</summary>
    public InvalidError? ToError() => Any ? InvalidError.Of(fields, code ?? "request.invalid") : null;
}
