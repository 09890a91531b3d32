using Fleet.GuestAgent.Machine.Native;

namespace Fleet.GuestAgent.Machine.Files;

/// <summary>
/// The only way to the disk. Paths are absolute guest paths, taken below the root that was given (<c>--root</c>). <see cref="PathWalk"/> has the rule for
/// symlinks; a final one is never written through. Every failure is a <see cref="MachineException"/> whose message says what was being done.
/// </summary>
internal sealed class SafeFs : IDisposable
{
    private readonly Fd _root;

    public SafeFs(string root = "/")
    {
        Root = root;
        _root = Fd.Take(Libc.Open(root, Flags.PathOnly | Flags.Directory | Flags.CloseOnExec, 0), $"opening the root {root}");
    }

    /// <summary>What <c>/</c> means.</summary>
    public string Root { get; }

    /// <summary>A whole file; null when it is not there. Refuses what is no regular file, and what is larger than <paramref name="maxBytes"/>.</summary>
    public byte[]? ReadFile(string path, int maxBytes)
    {
        var doing = $"reading {path}";
        using var place = Find(path, followFinal: true, doing);
        return place is null ? null : place.As(() => FileBody.Read(place, maxBytes, doing));
    }

    /// <summary><see cref="ReadFile"/> as UTF-8.</summary>
    public string? ReadText(string path, int maxBytes) => ReadFile(path, maxBytes) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    /// <summary>Puts a file in place in one step: whoever looks sees the old one or the new one, also after a power cut. A link there is replaced, not followed.</summary>
    /// <param name="path">Where; its directory exists.</param>
    /// <param name="bytes">The content.</param>
    /// <param name="rights">Mode and owner.</param>
    public void WriteAtomic(string path, ReadOnlyMemory<byte> bytes, FileRights rights)
    {
        var doing = $"writing {path}";
        using var place = PathWalk.To(_root, path, followFinal: false, missing: null, doing);
        AtomicFile.Write(place, bytes, rights, doing);
    }

    /// <summary>Makes a FIFO that only root opens, in place of whatever file has the name.</summary>
    public void MakeFifo(string path)
    {
        Delete(path);
        using var place = PathWalk.To(_root, path, followFinal: false, missing: null, $"making {path}");
        if (Libc.MkFifoAt(place.Directory, place.Name, 0x180) < 0)
            throw MachineException.Last($"making {path}");
    }

    /// <summary>Adds to the end of a file, which is made if it is not there. A link there is refused.</summary>
    public void Append(string path, ReadOnlyMemory<byte> bytes, FileRights rights)
    {
        var doing = $"appending to {path}";
        using var place = PathWalk.To(_root, path, followFinal: false, missing: null, doing);
        FileBody.Append(place, bytes, rights, doing);
    }

    /// <summary>Makes a directory and those above it that are missing, each with the same rights. One that exists keeps its own.</summary>
    public void MakeDirectories(string path, FileRights rights)
    {
        var doing = $"making the directory {path}";
        using var place = PathWalk.To(_root, path, followFinal: true, p => Directories.Make(p, rights, doing), doing);
        if (place.Directory.StatOf(place.Name, doing) is not { } stat)
            Directories.Make(place, rights, doing);
        else if (!stat.IsDirectory)
            throw MachineException.Of(doing, Errno.NotDirectory);
    }

    /// <summary>Removes a file or a link; false when there is none.</summary>
    public bool Delete(string path)
    {
        var doing = $"removing {path}";
        using var place = Find(path, followFinal: false, doing);
        return place is not null && place.As(() => Directories.Unlink(place.Directory, place.Name, doing));
    }

    /// <summary>Removes an empty directory; false when there is none.</summary>
    public bool DeleteDirectory(string path)
    {
        var doing = $"removing the directory {path}";
        using var place = Find(path, followFinal: false, doing);
        return place is not null && place.As(() => Directories.Unlink(place.Directory, place.Name, doing, Flags.AtRemoveDirectory));
    }

    /// <summary>Whether there is a directory; a link to one is none.</summary>
    public bool IsDirectory(string path)
    {
        using var place = Find(path, followFinal: false, $"looking for {path}");
        return place?.Directory.StatOf(place.Name, path) is { IsDirectory: true };
    }

    /// <summary>The names in a directory, sorted; none when it is not there.</summary>
    public IReadOnlyList<string> List(string path)
    {
        var doing = $"listing {path}";
        using var place = Find(path, followFinal: true, doing);
        return place is null ? [] : Directories.List(place, doing);
    }

    /// <summary>Whether there is a regular file, a link to one counted.</summary>
    public bool FileExists(string path)
    {
        using var place = Find(path, followFinal: true, $"looking for {path}");
        return place?.Directory.StatOf(place.Name, path) is { IsRegular: true };
    }

    /// <summary>Who owns a file or directory; null when it is not there.</summary>
    public uint? OwnerOf(string path)
    {
        using var place = Find(path, followFinal: true, $"looking for {path}");
        return place?.Directory.StatOf(place.Name, path)?.Uid;
    }

    /// <summary>Removes temporary files that a crash has left in a directory. Call it before anything is written there.</summary>
    public void SweepStale(string directory)
    {
        foreach (var name in List(directory).Where(AtomicFile.IsTemporary))
            Delete($"{directory.TrimEnd('/')}/{name}");
    }

    /// <summary>A guest path as other programs on this host see it.</summary>
    public string OnHost(string path) => Root == "/" ? path : Root.TrimEnd('/') + path;

    // Null where a directory on the way is missing: then so is the file.
    private Place? Find(string path, bool followFinal, string doing)
    {
        try
        {
            return PathWalk.To(_root, path, followFinal, missing: null, doing);
        }
        catch (MachineException e) when (e.Errno is Errno.NoEntry or Errno.NotDirectory)
        {
            return null;
        }
    }

    public void Dispose() => _root.Dispose();
}
