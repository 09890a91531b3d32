namespace Fleet.UserData.Formats;

/// <summary>The forms of user-data that cloud-init tells apart, and two faults that are common enough to be named.</summary>
internal enum ContentFormat
{
    Empty,
    CloudConfig,
    Script,
    CloudConfigArchive,
    CloudConfigJsonp,
    Include,
    PartHandler,
    BootHook,
    JinjaTemplate,
    Mime,
    Gzip,
    Base64,
    ByteOrderMark,
    Unknown,
}
