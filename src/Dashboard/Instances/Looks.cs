using Fleet.Contracts.Api;
using Fleet.Dashboard.Timeline;

namespace Fleet.Dashboard.Instances;

/// <summary>The look of every state, in one place.</summary>
internal static class Looks
{
    public static Look Of(ProvisioningState state, bool late) => state switch
    {
        ProvisioningState.Pending => new(Tone.Mute, Glyph.Ring, "Pending"),
        ProvisioningState.Booting => new(Tone.Run, Glyph.Play, "Booting"),
        ProvisioningState.Provisioning => new(Tone.Run, Glyph.Play, "Provisioning"),
        ProvisioningState.Provisioned when late => new(Tone.Warn, Glyph.Clock, "Late"),
        ProvisioningState.Provisioned => new(Tone.Ok, Glyph.Check, "Provisioned"),
        ProvisioningState.Degraded => new(Tone.Warn, Glyph.Triangle, "Degraded"),
        ProvisioningState.Failed => new(Tone.Bad, Glyph.Cross, "Failed"),
        ProvisioningState.TimedOut => new(Tone.Bad, Glyph.Clock, "Timed out"),
    };

    public static Look Of(Liveness liveness) => liveness switch
    {
        Liveness.Unknown => new(Tone.Mute, Glyph.Ring, "unknown"),
        Liveness.Online => new(Tone.Ok, Glyph.Dot, "online"),
        Liveness.Silent => new(Tone.Warn, Glyph.Triangle, "silent"),
        Liveness.Offline => new(Tone.Mute, Glyph.Cross, "offline"),
    };

    public static Look Of(SshKeyState state) => state switch
    {
        SshKeyState.Pending => new(Tone.Run, Glyph.Clock, "Pending"),
        SshKeyState.Applied => new(Tone.Ok, Glyph.Check, "Applied"),
        SshKeyState.Failed => new(Tone.Bad, Glyph.Cross, "Failed"),
        SshKeyState.Expired => new(Tone.Mute, Glyph.Clock, "Expired"),
        SshKeyState.Removed => new(Tone.Mute, Glyph.Cross, "Removed"),
    };

    public static Look Of(RowState state) => state switch
    {
        RowState.Plain => new(Tone.Mute, Glyph.Dot, ""),
        RowState.Running => new(Tone.Run, Glyph.Play, "running"),
        RowState.Succeeded => new(Tone.Ok, Glyph.Check, "succeeded"),
        RowState.Failed => new(Tone.Bad, Glyph.Cross, "failed"),
        RowState.Skipped => new(Tone.Mute, Glyph.Ring, "skipped"),
        RowState.TimedOut => new(Tone.Bad, Glyph.Clock, "timed out"),
        RowState.Interrupted => new(Tone.Bad, Glyph.Triangle, "interrupted"),
        RowState.Unended => new(Tone.Warn, Glyph.Ring, "end not reported"),
    };
}
