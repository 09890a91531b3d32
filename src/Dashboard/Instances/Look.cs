namespace Fleet.Dashboard.Instances;

/// <summary>The semantic colours.</summary>
public enum Tone
{
    Mute,
    Run,
    Ok,
    Warn,
    Bad,
}

/// <summary>The drawings that say the same as a colour.</summary>
public enum Glyph
{
    Check,
    Cross,
    Clock,
    Triangle,
    Play,
    Ring,
    Dot,
}

/// <summary>How a state looks: a colour, a drawing and a word, never the colour alone.</summary>
public sealed record Look(Tone Tone, Glyph Glyph, string Text);
