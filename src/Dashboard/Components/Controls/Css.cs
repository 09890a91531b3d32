using Fleet.Dashboard.Instances;
using Fleet.Dashboard.Timeline;

namespace Fleet.Dashboard.Components.Controls;

/// <summary>What fleet.css calls things.</summary>
internal static class Css
{
    public static string Of(Tone tone) => tone switch
    {
        Tone.Mute => "mute",
        Tone.Run => "run",
        Tone.Ok => "ok",
        Tone.Warn => "warn",
        Tone.Bad => "bad",
    };

    public static string OfBar(RowState state, bool isLead) => state switch
    {
        RowState.Plain when isLead => "kernel",
        RowState.Running => "run",
        RowState.Succeeded => "ok",
        RowState.Failed or RowState.TimedOut or RowState.Interrupted => "bad",
        RowState.Skipped => "skip",
        RowState.Unended => "open",
        _ => "gap",
    };

    public static string Of(RowKind kind) => kind switch
    {
        RowKind.Lead => "lead",
        RowKind.Stage => "stage",
        RowKind.Step => "step",
        RowKind.Gap => "quiet",
    };

    public static string Of(LabelSide side) => side switch
    {
        LabelSide.Right => "right",
        LabelSide.Left => "left",
        LabelSide.Inside => "inside",
    };

    /// <summary>The custom properties that place a bar: its start and width, in percent without the sign.</summary>
    public static string Place(double offset, double width) => FormattableString.Invariant($"--s:{offset:0.###};--w:{width:0.###}");
}
