namespace Fleet.TestKit;

/// <summary>Temporary folders that the database's own user may come through.</summary>
public static class TestDirectory
{
    public static string Make()
    {
        var path = Directory.CreateTempSubdirectory("fleet-").FullName;
        File.SetUnixFileMode(path, (UnixFileMode)0b111_001_001);
        return path;
    }
}
