using Fleet.Contracts.Events;
using Fleet.UserData;

namespace Fleet.GuestAgent.Steps;

/// <summary>Shows the parts of user-data that cloud-init would run and this version does not, as skipped steps (<c>final/packages</c>): nothing that was asked for is passed over in silence.</summary>
internal static class NotRun
{
    public static void Report(BootContext boot, IStepSink sink)
    {
        var names = new SegmentNames();
        foreach (var notice in (boot.UserData?.Document?.Notices ?? []).Where(n => n.Kind == UserDataNoticeKind.NotRunYet))
        {
            var path = $"{StepPath.Final}/{names.Of(notice.Path)}";
            sink.Started(path);
            sink.Finished(path, StepOutcome.Skipped, $"not run by this version: {notice.Message}");
        }
    }
}
