namespace Fleet.Contracts.Api;

/// <summary>What is wrong with one field.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) into the request's body, such as <c>/sshKeys/0/publicKey</c>; or the name of a header or query parameter.</param>
/// <param name="Detail">What is wrong, and what would be right.</param>
public sealed record FieldProblem(string Pointer, string Detail);
