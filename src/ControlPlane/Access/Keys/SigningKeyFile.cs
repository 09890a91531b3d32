using System.Security.Cryptography;
using System.Text;

namespace Fleet.ControlPlane.Access.Keys;

/// <summary>
/// The file of the signing key: 0600, whole or not there. Two nodes that start at once on one directory agree on one key: whoever holds the lock file
/// makes it. (Not <c>File.Move</c> without overwriting: where the target is missing, .NET first tries a plain rename, and two nodes would each keep
/// the key that they made themselves.)
/// </summary>
internal static class SigningKeyFile
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MaxBytes = 64 * 1024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    public static string ReadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!, Private | UnixFileMode.UserExecute);
            using var held = Lock(path + ".lock");
            if (!File.Exists(path))
                Write(path);
        }

        return new FileInfo(path).Length <= MaxBytes ? File.ReadAllText(path) : throw new InvalidOperationException($"{path} is too large to be a key");
    }

    private static void Write(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // A name of its own: what a crash leaves behind is in nobody's way.
        var temporary = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Private }))
        {
            file.Write(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path);
    }

    // FileShare.None is flock(2): the kernel lets go of it when its holder dies.
    private static FileStream Lock(string path)
    {
        using var given = new CancellationTokenSource(LongestWait);
        while (true)
        {
            try
            {
                return new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = Private });
            }
            catch (IOException) when (!given.IsCancellationRequested)
            {
                given.Token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(20));
            }
        }
    }
}
