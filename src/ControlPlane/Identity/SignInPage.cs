namespace Fleet.ControlPlane.Identity;

/// <summary>The pages in front of the dashboard: constant text, no script.</summary>
internal static class SignInPage
{
    public static string Closed(string title, string text, string command) => Page(title, $"<p>{text} Print a new one on the server:</p><pre>{command}</pre><p>With the <code>--Database:DataDirectory</code> that fleetd runs with. <code>./dev up</code> prints the whole command when it is up.</p>");

    /// <summary>A link is used by a click, not by a GET: previews of chat programs follow links too.</summary>
    public static string Open(string secret) => Page("Sign in to Fleet", $"""
        <form method="post" action="/sign-in"><input type="hidden" name="link" value="{System.Net.WebUtility.HtmlEncode(secret)}"><button type="submit" autofocus>Open the dashboard</button></form>
        """);

    private static string Page(string title, string body) => $$"""
        <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{{title}} · Fleet</title>
        <style>:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:34em;margin:18vh auto;padding:0 20px}pre{padding:10px 12px;border:1px solid #8886;border-radius:8px;overflow:auto}
        button{font:inherit;font-weight:600;padding:8px 16px;border-radius:8px;border:0;background:#3b5bdb;color:#fff}</style><h1>{{title}}</h1>{{body}}</html>
        """;
}
