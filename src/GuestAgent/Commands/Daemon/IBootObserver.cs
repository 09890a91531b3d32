using Fleet.GuestAgent.Identity;

namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary>Who runs the boot hears of its turns.</summary>
internal interface IBootObserver
{
    /// <summary>There is an identity: events can flow.</summary>
    void Connected(FleetServer server);

    /// <summary>The login stage has ended: sshd may start, and upkeep takes over what it applied.</summary>
    void LoggedIn(Acquired acquired);

    /// <summary>The login stage was not reached in time: sshd may start without it.</summary>
    void LoginGivenUp();
}
