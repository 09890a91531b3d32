using System.Collections.Frozen;
using Fleet.UserData.Yaml;

namespace Fleet.UserData.Config;

/// <summary>Reads <c>write_files</c>.</summary>
internal static class WriteFilesReader
{
    public static IReadOnlyList<WriteFileSpec> Read(NodeReader? field)
    {
        if (field is null)
            return [];
        if (field.Node is YamlSequence list && list.Items.Count > field.Context.Limits.MaxFiles)
        {
            field.Fail(UserDataErrorCodes.TooManyFiles, $"There may be at most {field.Context.Limits.MaxFiles} files.");
            return [];
        }

        return [.. field.Items("a list of mappings").Select(File).OfType<WriteFileSpec>()];
    }

    private static WriteFileSpec? File(NodeReader item)
    {
        if (!item.IsMapping)
        {
            item.FailType("a mapping with 'path' and 'content'");
            return null;
        }

        var map = new MapReader(item);
        var file = new WriteFileSpec(Path(map.Require("path")), FileContent.Read(map.Take("content"), map.Take("encoding")))
        {
            Owner = FileAttributesReader.Owner(map.Take("owner")),
            Permissions = FileAttributesReader.Permissions(map.Take("permissions")),
            Append = map.Take("append")?.LooseBool() ?? false,
            Defer = map.Take("defer")?.LooseBool() ?? false,
        };
        // An error and not a notice: without it the file would be written empty.
        map.Take("source")?.Fail(UserDataErrorCodes.NotSupported, "not supported yet: content from a URL (source)");
        map.NoticeRest(FrozenSet<string>.Empty);
        return file;
    }

    private static string Path(NodeReader? field)
    {
        if (field?.Text() is not { } path)
            return "";
        if (!Grammar.IsPath(path))
            field.Fail(UserDataErrorCodes.Path, "A file's path must be absolute, without '..', a slash at the end, and control characters.");
        return path;
    }
}
