using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Identity;

// The one place that talks to a terminal.
#pragma warning disable RS0030

namespace Fleet.ControlPlane.Hosting;

/// <summary>fleetd's verbs. Without one it serves. A failure that was expected is one line on stderr, and exit code 1.</summary>
internal static class Verbs
{
    private const string Usage = """
        fleetd [--Key value …]              serve
        fleetd config check|print           is the configuration right; what is it
        fleetd migrate                      bring the database's schema up to this build
        fleetd admin create-token NAME      a new API token, printed once
        fleetd admin sign-in-link           a one-time link to the dashboard
        Keys: Listen:Public:0, Listen:Metadata:0:{Network,Address,Server}, Listen:Ops, Database:ConnectionString, Database:DataDirectory, Tls:Names:0.
        They come from appsettings.json, /etc/fleet/fleetd.json, FLEET_ environment variables (FLEET_Listen__Ops) and the command line; the last one wins.
        """;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var words = arguments.TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal)).ToArray();
        var settings = arguments[words.Length..];
        try
        {
            if (arguments.Contains("--help"))
                return Say(Usage, 0);
            var options = FleetdConfiguration.Options(FleetdConfiguration.Read(settings), settings);
            return words switch
            {
                [] => await Server.RunAsync(options, settings),
                ["config", "check"] => Check(options),
                ["config", "print"] => Say(ConfigurationText.Of(options), 0),
                ["migrate"] => await MigrateAsync(options),
                ["admin", "create-token", { Length: > 0 and <= 64 } name] => await CreateTokenAsync(options, name),
                ["admin", "sign-in-link"] => await SignInLinkAsync(options),
                _ => Say(Usage, 2),
            };
        }
        catch (Exception e) when (e is ConfigurationException or InvalidOperationException { InnerException: ConfigurationException })
        {
            await Console.Error.WriteLineAsync("fleetd: " + (e as ConfigurationException ?? e.InnerException!).Message);
            return 1;
        }
    }

    private static int Say(string text, int code)
    {
        (code == 0 ? Console.Out : Console.Error).WriteLine(text);
        return code;
    }

    private static int Check(FleetdOptions options)
    {
        ListenerPlan.Make(options.Listen, "api.sock");
        return Say("the configuration is right", 0);
    }

    private static async Task<int> MigrateAsync(FleetdOptions options)
    {
        await using var database = await OpenedDatabase.OpenAsync(options.Database, startEmbedded: true, CancellationToken.None);
        await database.MigrateAsync(CancellationToken.None);
        return Say("the schema is up to date", 0);
    }

    private static async Task<int> CreateTokenAsync(FleetdOptions options, string name)
    {
        await using var database = await OpenedDatabase.OpenAsync(options.Database, startEmbedded: false, CancellationToken.None);
        return Say(await new AdminToken(database.Source).CreateAsync(name, TimeSpan.FromDays(90), CancellationToken.None), 0);
    }

    private static async Task<int> SignInLinkAsync(FleetdOptions options)
    {
        await using var database = await OpenedDatabase.OpenAsync(options.Database, startEmbedded: false, CancellationToken.None);
        var at = options.Listen.Public.Find(p => p.StartsWith("http", StringComparison.Ordinal) && !p.Contains("//fd:", StringComparison.Ordinal)) ?? Listeners.ListenConfiguration.DefaultPublic;
        return Say($"{at.TrimEnd('/')}/sign-in/{await new Sessions(database.Source).MakeLinkAsync(CancellationToken.None)}", 0);
    }
}
