using System.Security.Cryptography;

namespace Fleet.ControlPlane.Hosting.Files;

/// <summary>Files that nobody else may read: 0600, written whole or not at all, and made by one of two nodes that start at once.</summary>
internal static class PrivateFiles
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void MakeDirectory(string path) => Directory.CreateDirectory(path, Private | UnixFileMode.UserExecute);

    /// <summary>
    /// The file's text; whoever holds the lock file makes it. (Not <c>File.Move</c> without overwriting: where the target is missing, .NET first tries a
    /// plain rename, and two nodes would each keep what they made themselves.)
    /// </summary>
    public static string ReadOrCreate(string path, Func<string> make)
    {
        if (!File.Exists(path))
        {
            MakeDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var held = Lock(path + ".lock");
            if (!File.Exists(path))
                Replace(path, make());
        }

        return File.ReadAllText(path);
    }

    public static void Replace(string path, string text) => File.Move(WriteTemporary(path, text), path, overwrite: true);

    private static string WriteTemporary(string path, string text)
    {
        var temporary = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        using var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Private });
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
        return temporary;
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
