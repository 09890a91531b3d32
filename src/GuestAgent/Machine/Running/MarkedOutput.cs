using System.Globalization;
using System.Text;

namespace Fleet.GuestAgent.Machine.Running;

/// <summary>Takes apart a stream in which lines such as <c>RS token start 3 0 LF</c> say whose output follows.</summary>
/// <param name="token">What marks such a line.</param>
/// <param name="onMark">Gets the word, the number and the code; called when all output before the mark has been emitted.</param>
/// <param name="emit">Gets pieces of output and the number of the last <c>start</c>.</param>
internal sealed class MarkedOutput(string token, Action<string, int, int> onMark, Action<int, string> emit) : IOutputReader
{
    // The longest mark: two words and two numbers after the token.
    private const int MaxTail = 40;

    private readonly byte[] _prefix = Encoding.ASCII.GetBytes($"\u001e{token} ");
    private readonly List<byte> _held = [];
    private TextOutput? _text;
    private int _number;

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        _held.AddRange(bytes);
        while (_held.Count > 0)
        {
            var held = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_held);
            var at = held.IndexOf(_prefix);
            var plain = at >= 0 ? at : held.Length - PartialPrefix(held);
            Text.Bytes(held[..plain]);
            if (at < 0)
            {
                _held.RemoveRange(0, plain);
                return;
            }

            var rest = held[(at + _prefix.Length)..];
            var end = rest[..Math.Min(rest.Length, MaxTail)].IndexOf((byte)'\n');
            if (end < 0 && rest.Length < MaxTail)
            {
                _held.RemoveRange(0, plain);
                return;
            }

            var mark = end < 0 ? "" : Encoding.ASCII.GetString(rest[..end]);
            _held.RemoveRange(0, at + _prefix.Length + Math.Max(end, 0) + 1);
            Mark(mark.Split(' '));
        }
    }

    public void Tick() => Text.Tick();

    public void End()
    {
        Text.Bytes(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_held));
        _held.Clear();
        Text.End();
    }

    private TextOutput Text => _text ??= new(text => emit(_number, text));

    private void Mark(string[] words)
    {
        if (words is not [var word, var first, var second]
            || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            return;
        Text.End();
        if (word == "start")
            (_number, _text) = (number, null);
        onMark(word, number, code);
    }

    // How many bytes at the end may be the beginning of a mark.
    private int PartialPrefix(ReadOnlySpan<byte> held)
    {
        for (var n = Math.Min(_prefix.Length - 1, held.Length); n > 0; n--)
            if (held[^n..].SequenceEqual(_prefix.AsSpan(0, n)))
                return n;
        return 0;
    }
}
