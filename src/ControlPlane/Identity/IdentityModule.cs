using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Fleet.ControlPlane.Identity;

internal static class IdentityModule
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<CircuitTokens>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<AdminToken>();
        services.AddAuthentication(BearerAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, BearerAuthentication>(BearerAuthentication.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.SchemeName, null);
        var operators = Role(Policies.Operator, BearerAuthentication.SchemeName);
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Operator, operators)
            .AddPolicy(Policies.Agent, Role(Policies.Agent, BearerAuthentication.SchemeName))
            .AddPolicy(Policies.Page, Role(Policies.Page, SessionAuthentication.SchemeName))
            // What names no policy needs an operator: forgetting one closes a route, and never opens it.
            .SetFallbackPolicy(operators).SetDefaultPolicy(operators);
        return services;
    }

    private static AuthorizationPolicy Role(string role, string scheme) =>
        new AuthorizationPolicyBuilder(scheme).RequireAuthenticatedUser().RequireClaim(BearerAuthentication.RoleClaim, role).Build();
}
