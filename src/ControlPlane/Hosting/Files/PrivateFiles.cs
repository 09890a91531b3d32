using System.Security.Cryptography;

namespace Fleet.ControlPlane.Hosting.Files;

/// <summary>Files that nobody else may read: 0600, written whole or not at all, and made by one of two nodes that start at once.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void MakeDirectory(string path) => Directory.CreateDirectory(path, Private | UnixFileMode.UserExecute);

    public static string ReadOrCreate(string path, Func<string> make)
    {
        if (!File.Exists(path))
        {
            var temporary = WriteTemporary(path, make());
            try
            {
                // Without overwriting this is link(2) and unlink(2): it fails when the other node was first, and then its file counts.
                File.Move(temporary, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(temporary);
            }
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
}
