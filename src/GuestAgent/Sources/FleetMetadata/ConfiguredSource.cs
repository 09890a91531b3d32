using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Fleet.GuestAgent.Identity;

namespace Fleet.GuestAgent.Sources.FleetMetadata;

/// <summary>The administrator wrote it into <see cref="AgentSettings.Path"/>. The file is root's: its CA may stand without a pin.</summary>
internal sealed class ConfiguredSource(AgentSettings settings, StateFiles files) : IBootSource
{
    public string Name => AgentSettings.Path;

    public Task<Bootstrap?> ReadAsync(CancellationToken ct) => Task.FromResult(Read());

    private Bootstrap? Read()
    {
        if (settings.Server is null)
            return null;
        var pem = settings.CaCertificate ?? (settings.CaFile is { } path ? ReadCa(path) : null)
            ?? throw new AgentRefusedException($"{Name} names a server but neither caCertificate nor caFile");
        return new(settings.Server, settings.CaPin ?? PinOf(pem), pem, settings.Instance, Name);
    }

    private string ReadCa(string path) =>
        files.Read(path) is { } bytes ? Encoding.ASCII.GetString(bytes) : throw new AgentRefusedException($"{Name}: caFile {path} does not exist");

    private string PinOf(string pem)
    {
        try
        {
            using var ca = X509Certificate2.CreateFromPem(pem);
            return CaPin.Of(ca);
        }
        catch (CryptographicException)
        {
            throw new AgentRefusedException($"{Name}: the CA is not a certificate in PEM");
        }
    }
}
