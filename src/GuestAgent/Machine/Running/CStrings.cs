using System.Runtime.InteropServices;
using Fleet.GuestAgent.Machine.Native;

namespace Fleet.GuestAgent.Machine.Running;

/// <summary>Unmanaged arrays of C strings, ended by null, freed together.</summary>
internal sealed unsafe class CStrings : IDisposable
{
    private readonly List<nint> _blocks = [];

    public byte** Array(IEnumerable<string> values)
    {
        var list = values.ToList();
        if (list.Exists(v => v.Contains('\0', StringComparison.Ordinal)))
            throw new MachineException("an argument holds a NUL", Errno.Invalid);
        var array = (byte**)Keep((nint)NativeMemory.Alloc((nuint)(list.Count + 1), (nuint)sizeof(nint)));
        for (var i = 0; i < list.Count; i++)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(list[i] + '\0');
            array[i] = (byte*)Keep((nint)NativeMemory.Alloc((nuint)bytes.Length));
            bytes.CopyTo(new Span<byte>(array[i], bytes.Length));
        }

        array[list.Count] = null;
        return array;
    }

    private nint Keep(nint block)
    {
        _blocks.Add(block);
        return block;
    }

    public void Dispose()
    {
        foreach (var block in _blocks)
            NativeMemory.Free((void*)block);
    }
}
