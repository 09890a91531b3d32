using System.Text;

namespace Fleet.GuestAgent.Machine.Running;

/// <summary>
/// Makes bounded pieces of text out of a byte stream: at most 8 KiB each, whole lines where there are any, held back for a tenth of a second so that a
/// chatty script does not become one event a line. Past the total it says so once and drops the rest: the script runs on.
/// </summary>
internal sealed class TextOutput(Action<string> emit, int maxTotal = TextOutput.DefaultTotal) : IOutputReader
{
    public const int DefaultTotal = 1024 * 1024;
    private const int MaxPiece = 8 * 1024;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _held = new();
    private int _bytes;
    private bool _truncated;

    /// <summary>Whether output was dropped.</summary>
    public bool Truncated => _truncated;

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        var room = maxTotal - _bytes;
        var over = bytes.Length > room;
        if (over)
            bytes = bytes[..room];
        _bytes += bytes.Length;

        Span<char> chars = stackalloc char[2048];
        while (!bytes.IsEmpty)
        {
            _decoder.Convert(bytes, chars, flush: false, out var used, out var made, out _);
            foreach (var c in chars[..made])
                _held.Append(c == '\0' ? '\uFFFD' : c); // PostgreSQL's text takes no NUL
            bytes = bytes[used..];
            while (_held.Length >= MaxPiece / 3)
                Emit(LastLineEnd());
        }

        if (over && !_truncated)
        {
            _truncated = true;
            Emit(_held.Length);
            emit($"[output longer than {maxTotal} bytes: the rest is not kept]\n");
        }
    }

    public void Tick()
    {
        if (_held.Length > 0)
            Emit(_held.Length);
    }

    public void End() => Tick();

    // A third of the bytes: no UTF-16 unit takes more than three bytes of UTF-8.
    private int LastLineEnd()
    {
        for (var i = Math.Min(_held.Length, MaxPiece / 3) - 1; i >= 0; i--)
            if (_held[i] == '\n')
                return i + 1;
        var cut = Math.Min(_held.Length, MaxPiece / 3);
        return char.IsHighSurrogate(_held[cut - 1]) ? cut - 1 : cut;
    }

    private void Emit(int length)
    {
        if (length == 0)
            return;
        emit(_held.ToString(0, length));
        _held.Remove(0, length);
    }
}
