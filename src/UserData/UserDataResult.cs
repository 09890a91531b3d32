using System.Diagnostics.CodeAnalysis;

namespace Fleet.UserData;

/// <summary>A document, or the reasons why there is none. Never both.</summary>
public sealed record UserDataResult
{
    private UserDataResult(UserDataDocument? document, IReadOnlyList<UserDataError> errors)
    {
        Document = document;
        Errors = errors;
    }

    /// <summary>What was read; null when there are errors.</summary>
    public UserDataDocument? Document { get; }

    /// <summary>Why nothing was read, in the order of the document, at most 101; empty when there is a document.</summary>
    public IReadOnlyList<UserDataError> Errors { get; }

    /// <summary>Whether there is a document.</summary>
    [MemberNotNullWhen(true, nameof(Document))]
    public bool IsValid => Document is not null;

    internal static UserDataResult Of(UserDataDocument document) => new(document, []);

    internal static UserDataResult Of(IReadOnlyList<UserDataError> errors) => new(null, errors);

    internal static UserDataResult Of(UserDataError error) => new(null, [error]);
}
