using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fleet.Contracts;
using Fleet.Contracts.Agents;
using Fleet.Contracts.Orders;
using Microsoft.AspNetCore.Http;

namespace Fleet.GuestAgent.Tests.Reporting;

/// <summary>Join, enroll, token: proofs are checked as the server has to.</summary>
internal sealed class FakeEnrolment
{
    private readonly HashSet<string> _tokens = [];
    private readonly HashSet<string> _nonces = [];
    private (string Secret, Guid EnrollmentId, string PublicKey)? _spent;
    private string? _secret;

    public AgentId Agent { get; } = AgentId.New();

    public int Joins { get; private set; }

    public int Enrolls { get; private set; }

    public int TokensMinted { get; private set; }

    public int TokenSeconds { get; set; } = 600;

    public int LastJoinPort { get; private set; }

    /// <summary>Asked before each join and enroll: a status that is not 200 is the answer. 0 cuts the connection after the work was done.</summary>
    public Func<string, int> Answer { get; set; } = _ => 200;

    public string? PublicKey => _spent?.PublicKey;

    public bool IsToken(string authorization)
    {
        lock (_tokens)
            return authorization.StartsWith("Bearer ", StringComparison.Ordinal) && _tokens.Contains(authorization[7..]);
    }

    public void RevokeTokens()
    {
        lock (_tokens)
            _tokens.Clear();
    }

    public Task JoinAsync(HttpContext c)
    {
        Joins++;
        LastJoinPort = c.Connection.RemotePort;
        c.Response.StatusCode = Answer("join");
        if (_spent is not null)
            c.Response.StatusCode = 409;
        if (c.Response.StatusCode == 429)
            c.Response.Headers.RetryAfter = "1";
        if (c.Response.StatusCode != 200)
            return Task.CompletedTask;
        _secret = "fje_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        return WriteAsync(c, new JoinReply(_secret, 1800), ContractsJson.Default.JoinReply);
    }

    public Task NonceAsync(HttpContext c)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        lock (_nonces)
            _nonces.Add(nonce);
        return WriteAsync(c, new NonceReply(nonce, TimeProvider.System.GetUtcNow()), ContractsJson.Default.NonceReply);
    }

    public async Task EnrollAsync(HttpContext c, InstanceId instance, ProjectId project, VerificationKey[] keys)
    {
        Enrolls++;
        var r = (await JsonSerializer.DeserializeAsync(c.Request.Body, ContractsJson.Default.EnrollRequest))!;
        var replay = _spent == (r.JoinSecret, r.EnrollmentId, r.PublicKey);
        if (!Use(r.Nonce) || !Signed(r.PublicKey, AgentProof.Enroll(r.Nonce, r.EnrollmentId, r.PublicKey, r.JoinSecret), r.Signature) || !(replay || (r.JoinSecret == _secret && _spent is null)))
        {
            c.Response.StatusCode = 401;
            return;
        }

        var answer = Answer("enroll");
        if (answer is 200 or 0)
            _spent = (r.JoinSecret, r.EnrollmentId, r.PublicKey);
        if (answer == 0)
        {
            c.Abort();
            return;
        }

        c.Response.StatusCode = answer;
        if (answer == 200)
            await WriteAsync(c, new EnrollReply { Agent = Agent, Instance = instance, Project = project, VerificationKeys = keys }, ContractsJson.Default.EnrollReply);
    }

    public async Task TokenAsync(HttpContext c)
    {
        var r = (await JsonSerializer.DeserializeAsync(c.Request.Body, ContractsJson.Default.TokenRequest))!;
        if (!Use(r.Nonce) || r.Agent != Agent || _spent is not { } spent || !Signed(spent.PublicKey, AgentProof.Token(r.Nonce, r.Agent), r.Signature))
        {
            c.Response.StatusCode = 401;
            return;
        }

        TokensMinted++;
        var token = "fat_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        lock (_tokens)
            _tokens.Add(token);
        await WriteAsync(c, new TokenReply(token, TokenSeconds), ContractsJson.Default.TokenReply);
    }

    /// <summary>The operator lets another machine in.</summary>
    public void Rejoin() => _spent = null;

    /// <summary>For tests that begin after the enrolment.</summary>
    public void Enrolled(ECDsa key) => _spent = ("-", Guid.Empty, Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()));

    public static Task WriteAsync<T>(HttpContext c, T value, JsonTypeInfo<T> type)
    {
        c.Response.ContentType = "application/json";
        return c.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(value, type)).AsTask();
    }

    private bool Use(string nonce)
    {
        lock (_nonces)
            return _nonces.Remove(nonce);
    }

    private static bool Signed(string publicKey, byte[] bytes, string signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        return key.VerifyData(bytes, Convert.FromBase64String(signature), HashAlgorithmName.SHA256);
    }
}
