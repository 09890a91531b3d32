using System.Text.Json;
using System.Text.Json.Serialization;
using Fleet.Contracts.Ssh;
using Fleet.GuestAgent.Machine.Files;

namespace Fleet.GuestAgent.Machine.Ssh;

/// <summary><c>/var/lib/fleet/keys.json</c></summary>
internal sealed record KeyLedgerFile(IReadOnlyList<KeyLedgerFile.Set> Sets)
{
    private const string Directory = "/var/lib/fleet";
    private const string Path = Directory + "/keys.json";
    private const int MaxBytes = 256 * 1024 * 1024;

    internal sealed record Set(string Subject, long Revision, IReadOnlyList<Key> Keys);

    internal sealed record Key(string User, string PublicKey, DateTimeOffset? ExpiresAt, string? Id);

    public static List<VerifiedKeySet> Read(SafeFs fs)
    {
        if (fs.ReadFile(Path, MaxBytes) is not { } bytes)
            return [];
        try
        {
            return [.. (JsonSerializer.Deserialize(bytes, KeyLedgerJson.Default.KeyLedgerFile)?.Sets ?? []).Select(Parse)];
        }
        catch (JsonException)
        {
            // Every write is atomic, so this is a disk's fault. The server's sets come again with the next document; the damaged file stays for whoever looks.
            fs.WriteAtomic(Path + ".damaged", bytes, FileRights.Private);
            return [];
        }
    }

    public static void Write(SafeFs fs, IEnumerable<VerifiedKeySet> sets)
    {
        var file = new KeyLedgerFile([.. sets.Select(s => new Set(s.Subject, s.Revision, [.. s.Keys.Select(k => new Key(k.User, k.Key.Line, k.ExpiresAt, k.Id))]))]);
        fs.MakeDirectories(Directory, FileRights.PrivateDirectory);
        fs.SweepStale(Directory);
        fs.WriteAtomic(Path, JsonSerializer.SerializeToUtf8Bytes(file, KeyLedgerJson.Default.KeyLedgerFile), FileRights.Private);
    }

    // A key that this agent's parser does not take goes alone: the set's revision is what keeps an older set from coming back.
    private static VerifiedKeySet Parse(Set set) => new(set.Subject, set.Revision, [.. (set.Keys ?? []).Select(Parse).OfType<ManagedKey>()]);

    private static ManagedKey? Parse(Key key) => SshPublicKey.TryParse(key.PublicKey, out var parsed, out _) ? new(key.User, parsed!, key.ExpiresAt, key.Id) : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeyLedgerFile))]
internal sealed partial class KeyLedgerJson : JsonSerializerContext;
