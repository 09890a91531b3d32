namespace Fleet.GuestAgent.Machine.Running;

/// <summary>The one way to run programs.</summary>
internal sealed class Processes(TimeProvider time)
{
    /// <summary>Runs a program to its end. One that fails is a result; only one that could not be started throws <see cref="MachineException"/>.</summary>
    /// <param name="spec">What.</param>
    /// <param name="reader">Takes the output as it comes.</param>
    /// <param name="ct">Stops it like a timeout, then throws.</param>
    public Task<ProcessResult> RunAsync(ProcessSpec spec, IOutputReader reader, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var done = new TaskCompletionSource<ProcessResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A thread of its own: it waits in the kernel for up to an hour.
        new Thread(() =>
        {
            try
            {
                done.SetResult(Run(spec, reader, ct));
            }
            catch (OperationCanceledException)
            {
                done.SetCanceled(ct);
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }, 512 * 1024) { IsBackground = true, Name = "process" }.Start();
        return done.Task;
    }

    /// <summary>Runs a short command, such as useradd, and keeps the last of its output as the reason.</summary>
    public async Task<(ProcessResult Result, string Output)> RunAsync(ProcessSpec spec, CancellationToken ct)
    {
        var output = new System.Text.StringBuilder();
        var result = await RunAsync(spec, new TextOutput(text => output.Append(text), 16 * 1024), ct).ConfigureAwait(false);
        return (result, output.ToString().Trim());
    }

    /// <summary>Runs a short command that must succeed.</summary>
    /// <exception cref="MachineException">It did not; the message has its last line.</exception>
    public async Task<string> MustAsync(ProcessSpec spec, CancellationToken ct)
    {
        var (result, output) = await RunAsync(spec, ct).ConfigureAwait(false);
        if (result.Succeeded)
            return output;
        var last = output[(output.LastIndexOf('\n') + 1)..];
        throw new MachineException($"{spec.Program} failed ({result.Reason}){(last.Length > 0 ? $": {last}" : "")}");
    }

    private ProcessResult Run(ProcessSpec spec, IOutputReader reader, CancellationToken ct)
    {
        using var output = spec.OutputFifo is { } fifo ? Pipe.Named(fifo) : Pipe.Anonymous();
        using var input = Input(spec.Input.Span);
        var pid = Spawn.Start(spec, input?.Reading, output.Writing);
        // Of a pipe only the child may hold the writing end, else its end is never seen. A FIFO is written to by path, now and then: no end counts there.
        if (spec.OutputFifo is null)
            output.Writing.Dispose();
        return new ProcessWait(pid, output.Reading, reader, spec.Timeout, time, ct).Run();
    }

    private static Pipe? Input(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return null;
        if (bytes.Length > 4096)
            throw new MachineException("a program's input is limited to 4096 bytes");
        var pipe = Pipe.Anonymous();
        Files.FileBody.WriteAll(pipe.Writing, bytes, "writing a program's input");
        pipe.Writing.Dispose();
        return pipe;
    }
}
