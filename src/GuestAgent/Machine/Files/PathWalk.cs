using System.Text;
using Fleet.GuestAgent.Machine.Native;

namespace Fleet.GuestAgent.Machine.Files;

/// <summary>
/// Finds the directory that a path names, one held component after another, so that nobody can swap one in between. The rule for symlinks:
/// <list type="bullet">
/// <item>A link that root owns, in a directory that only root can write to, is followed within the root (/etc/localtime, /var/run, merged /usr).</item>
/// <item>Any other link is refused: its owner could point it anywhere.</item>
/// <item>Below a directory that a user owns everything belongs to that user; another user's directory below it is refused.</item>
/// </list>
/// openat2's RESOLVE_IN_ROOT cannot say this: it follows every link or none.
/// </summary>
internal sealed class PathWalk : IDisposable
{
    private const int MaxLinks = 40;

    private readonly Stack<(Fd Fd, StatX Stat, string Name)> _above = new();
    private readonly LinkedList<string> _ahead = new();
    private readonly string _path;
    private readonly string _doing;
    private int _links;

    private PathWalk(Fd root, string path, string doing)
    {
        (_path, _doing) = (path, doing);
        if (path is not ['/', ..] || path.Contains('\0', StringComparison.Ordinal) || path.EndsWith('/'))
            throw Refused("the path must be absolute and name a file");
        Prepend(path);
        if (_ahead.Contains(".."))
            throw Refused("the path must not contain '..'");
        Push(Fd.Take(Libc.OpenAt(root, ".", Flags.PathOnly | Flags.Directory | Flags.CloseOnExec, 0), doing), "");
    }

    /// <param name="root">What <c>/</c> means.</param>
    /// <param name="path">Absolute, without <c>..</c>.</param>
    /// <param name="followFinal">Whether a link as the last component is followed, under the same rule. Never for writes.</param>
    /// <param name="missing">Makes a directory that is not there; null = that is an error.</param>
    /// <param name="doing">For messages: <c>writing /etc/motd</c>.</param>
    public static Place To(Fd root, string path, bool followFinal, Action<Place>? missing, string doing)
    {
        using var walk = new PathWalk(root, path, doing);
        return walk.Go(followFinal, missing);
    }

    private Place Go(bool followFinal, Action<Place>? missing)
    {
        while (true)
        {
            var name = Next();
            var last = _ahead.Count == 0;
            if (name == "..")
                Pop();
            else if (last && !followFinal)
                return Here(name);
            else if (_above.Peek().Fd.StatOf(name, _doing) is not { } stat)
            {
                if (last)
                    return Here(name);
                if (missing is null)
                    throw MachineException.Of(_doing, Errno.NoEntry);
                using var place = Here(name);
                missing(place);
                Enter(name);
            }
            else if (stat.IsLink)
                Follow(name);
            else if (last)
                return Here(name);
            else
                Enter(name);
        }
    }

    private void Enter(string name) =>
        Push(Beneath.Open(_above.Peek().Fd, name, Flags.PathOnly | Flags.Directory, 0, _doing), name);

    private unsafe void Follow(string name)
    {
        using var link = Beneath.Open(_above.Peek().Fd, name, Flags.PathOnly, 0, _doing);
        var (dir, owner) = (_above.Peek().Stat, Owner());
        if (owner != 0 || dir.IsWritableByOthers || link.Stat(_doing).Uid != 0)
            throw Refused($"'{Join(name)}' is a symbolic link that root does not control");
        if (++_links > MaxLinks)
            throw MachineException.Of(_doing, Errno.Loop);
        var buffer = stackalloc byte[4096];
        var length = Libc.ReadLinkAt(link, "", buffer, 4096);
        if (length < 0)
            throw MachineException.Last(_doing);
        var target = Encoding.UTF8.GetString(buffer, (int)length);
        if (target.StartsWith('/'))
            while (_above.Count > 1)
                Pop();
        Prepend(target);
    }

    private Place Here(string name)
    {
        var (fd, stat, _) = _above.Peek();
        return new(Fd.Take(Libc.OpenAt(fd, ".", Flags.PathOnly | Flags.Directory | Flags.CloseOnExec, 0), _doing), name, stat, Owner(), Join(name));
    }

    // The user highest up decides: who owns a directory can rename all that lies below it.
    private uint Owner() => _above.Reverse().Select(d => d.Stat.Uid).FirstOrDefault(uid => uid != 0);

    private void Push(Fd fd, string name)
    {
        var stat = fd.Stat(_doing);
        if (_above.Count > 0 && Owner() is var owner and not 0 && stat.Uid != owner && stat.Uid != 0)
        {
            fd.Dispose();
            throw Refused($"'{Join(name)}' belongs to another user than the directory that it is in");
        }

        _above.Push((fd, stat, name));
    }

    private void Pop()
    {
        // ".." of the root is the root, as for any process.
        if (_above.Count > 1)
            _above.Pop().Fd.Dispose();
    }

    private string Next()
    {
        // A link to the root itself leaves nothing to name.
        var first = _ahead.First ?? throw Refused("the path names a directory");
        _ahead.RemoveFirst();
        return first.Value;
    }

    private void Prepend(string path)
    {
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".").Reverse())
            _ahead.AddFirst(part);
    }

    private string Join(string name) => string.Join('/', _above.Reverse().Select(d => d.Name).Append(name));

    private MachineException Refused(string why) => new($"{_doing}: {why}{(why.Contains(_path, StringComparison.Ordinal) ? "" : $" ({_path})")}");

    public void Dispose()
    {
        foreach (var (fd, _, _) in _above)
            fd.Dispose();
    }
}
