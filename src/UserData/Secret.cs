namespace Fleet.UserData;

/// <summary>A value that no log line, message or debugger view may show by accident: every way to print it gives a mask.</summary>
public readonly struct Secret(string value) : IEquatable<Secret>
{
    private const string Mask = "***";

    private readonly string? _value = value;

    /// <summary>The value itself. Call it only where it is handed to the operating system.</summary>
    public string Reveal() => _value ?? "";

    /// <summary>A mask, whatever the value.</summary>
    public override string ToString() => Mask;

    /// <inheritdoc/>
    public bool Equals(Secret other) => string.Equals(Reveal(), other.Reveal(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Secret other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Reveal().GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether both hold the same value.</summary>
    public static bool operator ==(Secret left, Secret right) => left.Equals(right);

    /// <summary>Whether the values differ.</summary>
    public static bool operator !=(Secret left, Secret right) => !left.Equals(right);
}
