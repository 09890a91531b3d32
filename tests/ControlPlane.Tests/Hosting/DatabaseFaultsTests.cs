using Fleet.ControlPlane.Hosting;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Timelines.Ingest;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Fleet.ControlPlane.Tests.Hosting;

public sealed class DatabaseFaultsTests
{
    [Theory]
    [InlineData("40P01", true, IngestFailure.Contention)]
    [InlineData("40001", true, IngestFailure.Contention)]
    [InlineData("55P03", true, IngestFailure.Contention)]
    [InlineData("57P01", true, IngestFailure.Unavailable)]
    [InlineData("57014", true, IngestFailure.Unavailable)]
    [InlineData("53300", true, IngestFailure.Unavailable)]
    [InlineData("25006", true, IngestFailure.Unavailable)]
    [InlineData("23505", false, IngestFailure.Data)]
    [InlineData("22P05", false, IngestFailure.Data)]
    [InlineData("42P01", false, IngestFailure.Data)]
    internal void Classify_AnError_IsTheSameBareAndWrapped(string state, bool transient, IngestFailure failure)
    {
        var bare = new PostgresException("text", "ERROR", "ERROR", state);
        foreach (var e in new Exception[] { bare, new InvalidOperationException("likely due to a transient failure", bare), new InvalidOperationException("transient", new DbUpdateException("save", bare)) })
        {
            Assert.Equal(transient, DatabaseFaults.IsTransient(e));
            Assert.Equal(failure, IngestFailures.Classify(e));
        }
    }

    [Fact]
    public void IsTransient_OfABug_IsFalse()
    {
        Assert.False(DatabaseFaults.IsTransient(new InvalidOperationException("Sequence contains no elements")));
        Assert.False(DatabaseFaults.IsTransient(new ObjectDisposedException("x")));
        Assert.True(DatabaseFaults.IsTransient(new InvalidOperationException("transient", new NpgsqlException("no pool", new TimeoutException()))));
    }

    [Theory]
    [InlineData(ListenerKind.Public)]
    [InlineData(ListenerKind.Metadata)]
    internal async Task Handle_ADatabaseThatEndedTheSession_Is503AndSaysWhenToComeBack(ListenerKind listener)
    {
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        http.Features.Set(new ListenerFeature(listener));
        var killed = new InvalidOperationException("likely due to a transient failure", new PostgresException("terminating connection", "FATAL", "FATAL", "57P01"));
        await new UnhandledErrors(NullLogger<UnhandledErrors>.Instance).TryHandleAsync(http, killed, TestContext.Current.CancellationToken);
        Assert.Equal((StatusCodes.Status503ServiceUnavailable, "2"), (http.Response.StatusCode, http.Response.Headers.RetryAfter.ToString()));
    }
}
