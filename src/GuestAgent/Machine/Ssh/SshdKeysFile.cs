using System.IO.Enumeration;
using Fleet.GuestAgent.Machine.Files;

namespace Fleet.GuestAgent.Machine.Ssh;

/// <summary>
/// Finds AuthorizedKeysFile as sshd_config(5) has it: of each keyword the first value counts, an Include stands for its files in lexical order, and what
/// is below a Match is not for everyone, up to <c>Match all</c> or the file's end.
/// </summary>
internal sealed class SshdKeysFile(SafeFs fs)
{
    private const string Directory = "/etc/ssh";
    private const int MaxBytes = 1024 * 1024;
    private const int MaxDepth = 16; // as sshd's own

    /// <returns>The value and the file that sets it; null when none does.</returns>
    public (string File, string Value)? Find(string main) => Find(main, 0);

    private (string File, string Value)? Find(string file, int depth)
    {
        if (depth > MaxDepth || fs.ReadText(file, MaxBytes) is not { } text)
            return null;
        var forAll = true;
        foreach (var (keyword, value) in text.Split('\n').Select(Parse))
            switch (keyword.ToLowerInvariant())
            {
                case "match":
                    forAll = value.Equals("all", StringComparison.OrdinalIgnoreCase);
                    break;
                case "authorizedkeysfile" when forAll:
                    return (file, value);
                case "include" when forAll:
                    if (Words(value).SelectMany(Files).Select(f => Find(f, depth + 1)).FirstOrDefault(f => f is not null) is { } found)
                        return found;
                    break;
            }

        return null;
    }

    // Keyword value, Keyword=value, Keyword = value
    private static (string Keyword, string Value) Parse(string line)
    {
        line = line.Trim();
        var end = line.IndexOfAny([' ', '\t', '=']);
        if (end <= 0 || line[0] == '#')
            return ("", "");
        var value = line[end..].TrimStart();
        return (line[..end], value.StartsWith('=') ? value[1..].TrimStart() : value);
    }

    public static IEnumerable<string> Words(string value) => value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim('"')).TakeWhile(w => !w.StartsWith('#'));

    // Patterns are looked for in the last component only: nobody has one in a directory's name.
    private IEnumerable<string> Files(string pattern)
    {
        var path = pattern.StartsWith('/') ? pattern : $"{Directory}/{pattern}";
        var (directory, name) = (path[..path.LastIndexOf('/')], path[(path.LastIndexOf('/') + 1)..]);
        return name.AsSpan().IndexOfAny('*', '?') < 0
            ? [path]
            : fs.List(directory).Where(n => !n.StartsWith('.') && FileSystemName.MatchesSimpleExpression(name, n, ignoreCase: false)).Select(n => $"{directory}/{n}");
    }
}
