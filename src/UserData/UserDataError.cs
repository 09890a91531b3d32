namespace Fleet.UserData;

/// <summary>Why user-data was refused. Neither <paramref name="Message"/> nor <paramref name="Path"/> ever repeats a value of the document, so an error may be logged and shown.</summary>
/// <param name="Code">Stable code: one of <see cref="UserDataErrorCodes"/>.</param>
/// <param name="Message">One sentence for the author of the user-data.</param>
/// <param name="Line">Line, from 1; null where no line applies.</param>
/// <param name="Column">Column, from 1; null where no column applies.</param>
/// <param name="Path">The field, such as <c>users[1].name</c>; null where the fault is not in a field.</param>
public sealed record UserDataError(string Code, string Message, int? Line = null, int? Column = null, string? Path = null);
