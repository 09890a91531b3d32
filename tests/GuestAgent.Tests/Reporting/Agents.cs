using System.Security.Cryptography;
using Fleet.Contracts.Events;
using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Reporting;

namespace Fleet.GuestAgent.Tests.Reporting;

/// <summary>Parts of an agent, ready for a test.</summary>
internal static class Agents
{
    public static readonly Guid BootId = Guid.Parse("3f2f8c7e-8a4d-4c8e-9d2c-0c6a3f1f0a11");

    public static EventClock Clock(TimeProvider? time = null)
    {
        var t = time ?? TimeProvider.System;
        return new(BootId, BootOrigin.Kernel, () => t.GetTimestamp(), t);
    }

    public static EventBuffer Buffer(long cap = EventBuffer.CapBytes, TimeProvider? time = null) => new(Clock(time), AgentLog.Silent, cap);

    /// <summary>An agent that has enrolled already.</summary>
    public static FleetServer Enrolled(FakeFleet fleet, TimeProvider? time = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        fleet.Enrolment.Enrolled(key);
        return new(Identity(fleet), key, time ?? TimeProvider.System);
    }

    public static AgentIdentity Identity(FakeFleet fleet) => new()
    {
        Agent = fleet.Enrolment.Agent,
        Instance = fleet.Instance,
        Project = fleet.Project,
        Server = fleet.Server,
        CaPin = fleet.Ca.Pin,
        CaCertificate = fleet.Ca.Pem,
        VerificationKeys = fleet.VerificationKeys,
    };

    public static async Task UntilAsync(Func<bool> holds, string what, int seconds = 20)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started).TotalSeconds < seconds, $"in {seconds} s it did not come to be: {what}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
