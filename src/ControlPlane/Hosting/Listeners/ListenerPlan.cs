using System.Net;

namespace Fleet.ControlPlane.Hosting.Listeners;

/// <summary>Reads the section <c>Listen</c> into listeners, or says in one line what is wrong with it.</summary>
internal static class ListenerPlan
{
    public static List<Listener> Make(ListenConfiguration options, string localSocket)
    {
        var listeners = new List<Listener>();
        foreach (var (text, i) in (options.Public.Count == 0 ? [ListenConfiguration.DefaultPublic] : options.Public).Select((t, i) => (t, i)))
        {
            var address = Parse($"Listen:Public:{i}", text);
            if (!address.Tls && address.EndPoint is { } at && !IPAddress.IsLoopback(at.Address))
                throw new ConfigurationException($"Listen:Public:{i} is {text}: plain http is for loopback only; write https://{at}");
            listeners.Add(new(address, null, new(ListenerKind.Public)));
        }

        foreach (var (entry, i) in options.Metadata.Select((e, i) => (e, i)))
        {
            if (entry.Network.Length is 0 or > 63)
                throw new ConfigurationException($"Listen:Metadata:{i}:Network is missing: give the network a name of 1 to 63 characters, such as 'lab'");
            if (!Uri.TryCreate(entry.Server, UriKind.Absolute, out var server) || server.Scheme != Uri.UriSchemeHttps)
                throw new ConfigurationException($"Listen:Metadata:{i}:Server is '{entry.Server}': guests need the https address of Listen:Public as they see it, such as https://10.77.0.1:7443");
            var address = Parse($"Listen:Metadata:{i}:Address", entry.Address);
            if (address.Tls)
                throw new ConfigurationException($"Listen:Metadata:{i}:Address is {entry.Address}: metadata clients speak plain http; write it without https://");
            listeners.Add(new(address, null, new(ListenerKind.Metadata, entry.Network, server.GetLeftPart(UriPartial.Authority))));
        }

        if (options.Ops is { } ops)
            listeners.Add(new(Parse("Listen:Ops", ops), null, new(ListenerKind.Ops)));
        listeners.Add(new(null, localSocket, new(ListenerKind.Local)));
        return listeners;
    }

    private static ListenAddress Parse(string key, string text) =>
        ListenAddress.Parse(text) ?? throw new ConfigurationException($"{key} is '{text}': write http://ADDRESS:PORT, https://ADDRESS:PORT or fd:NAME");
}
