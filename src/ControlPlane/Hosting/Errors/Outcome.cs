namespace Fleet.ControlPlane.Hosting.Errors;

/// <summary>A value, or the error that was expected.</summary>
internal readonly record struct Outcome<T>
{
    private Outcome(T? value, FleetError? error)
    {
        Value = value;
        Error = error;
    }

    /// <summary>Only when <see cref="Error"/> is null.</summary>
    public T? Value { get; }

    public FleetError? Error { get; }

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(FleetError error) => new(default, error);

    public IResult Match(Func<T, IResult> ok) => Error is null ? ok(Value!) : new ErrorResult(Error);
}
