namespace Fleet.UserData;

/// <summary>A script to run once, at the end of the first boot.</summary>
/// <param name="Content">The whole script, byte for byte: it need not be text.</param>
/// <param name="Interpreter">What follows <c>#!</c> on its first line, trimmed, such as <c>/bin/bash -e</c>.</param>
public sealed record ScriptPart(ReadOnlyMemory<byte> Content, string Interpreter);
