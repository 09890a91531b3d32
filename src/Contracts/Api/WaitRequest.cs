namespace Fleet.Contracts.Api;

/// <summary><c>POST …/instances/{i}:wait</c>: held until it is so, or never will be, or the time is up; always answers the instance.</summary>
public sealed record WaitRequest
{
    /// <summary><c>provisioned</c> or <c>online</c>; required.</summary>
    public string? For { get; init; }

    /// <summary>1 to 3600; default 60.</summary>
    public int? TimeoutSeconds { get; init; }
}
