namespace Fleet.Dashboard.Instances;

/// <summary>A moment, as people say it. The absolute time stands in the title.</summary>
internal static class RelativeText
{
    public static string Of(DateTimeOffset moment, DateTimeOffset now)
    {
        var ago = now - moment;
        if (ago.Duration() < TimeSpan.FromSeconds(2))
            return "now";
        return ago > TimeSpan.Zero ? $"{Length(ago)} ago" : $"in {Length(ago.Negate())}";
    }

    public static string Absolute(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture);

    private static string Length(TimeSpan length) => length switch
    {
        { TotalSeconds: < 60 } => $"{(int)length.TotalSeconds} s",
        { TotalMinutes: < 60 } => $"{(int)length.TotalMinutes} min",
        { TotalHours: < 48 } => $"{(int)length.TotalHours} h",
        _ => $"{(int)length.TotalDays} d",
    };
}
