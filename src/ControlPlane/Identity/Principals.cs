using System.Security.Claims;
using Fleet.Contracts;

namespace Fleet.ControlPlane.Identity;

/// <summary>What a credential says of its bearer. The subject comes from here only, never from a body, a query or a header.</summary>
internal static class Principals
{
    public const string ActorClaim = "fleet:actor";
    public const string AgentClaim = "fleet:agent";
    public const string InstanceClaim = "fleet:instance";
    public const string ProjectClaim = "fleet:project";
    public const string SessionClaim = "fleet:session";

    /// <summary>For the audit: <c>token:admin</c>, <c>session:admin</c>, <c>agent:{id}</c>.</summary>
    public static string Actor(this ClaimsPrincipal user) => user.FindFirstValue(ActorClaim) ?? "anonymous";

    public static AgentId Agent(this ClaimsPrincipal user) => AgentId.Parse(user.FindFirstValue(AgentClaim)!, null);

    public static InstanceId Instance(this ClaimsPrincipal user) => InstanceId.Parse(user.FindFirstValue(InstanceClaim)!, null);

    public static ProjectId Project(this ClaimsPrincipal user) => ProjectId.Parse(user.FindFirstValue(ProjectClaim)!, null);
}
