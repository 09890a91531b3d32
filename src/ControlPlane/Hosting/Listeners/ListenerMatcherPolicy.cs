using Microsoft.AspNetCore.Routing.Matching;

namespace Fleet.ControlPlane.Hosting.Listeners;

/// <summary>
/// An endpoint exists only on the listeners that it names; on all others the path is a plain 404. A path-prefix middleware would miss
/// <c>//computeMetadata</c> and encoded slashes, so the rule hangs on the endpoint (security.md M2).
/// </summary>
internal sealed class ListenerMatcherPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    // Before the method policy: a 405 from another listener's endpoint would tell that it exists.
    public override int Order => -5000;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => true;

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var kind = httpContext.Features.Get<ListenerFeature>()?.Kind;
        for (var i = 0; i < candidates.Count; i++)
            if (candidates.IsValidCandidate(i) && (kind is null || candidates[i].Endpoint.Metadata.GetMetadata<ListenerMetadata>() is not { } allowed || !allowed.Kinds.Contains(kind.Value)))
                candidates.SetValidity(i, false);
        return Task.CompletedTask;
    }
}
