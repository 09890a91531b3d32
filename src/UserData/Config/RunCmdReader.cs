using System.Globalization;
using Fleet.UserData.Yaml;

namespace Fleet.UserData.Config;

/// <summary>Reads <c>runcmd</c>: a list of lines for the shell and of argument lists; null entries and blank lines are skipped, as in cloud-init.</summary>
internal static class RunCmdReader
{
    public static IReadOnlyList<CommandSpec> Read(NodeReader? field)
    {
        if (field is null)
            return [];
        if (field.Node is YamlSequence list && list.Items.Count > field.Context.Limits.MaxCommands)
        {
            field.Fail(UserDataErrorCodes.TooManyCommands, $"There may be at most {field.Context.Limits.MaxCommands} commands.");
            return [];
        }

        return [.. field.Items("a list of commands").Where(item => !item.IsNull).Select(Command).OfType<CommandSpec>()];
    }

    private static CommandSpec? Command(NodeReader item)
    {
        if (item.IsSequence)
            return Argv(item);
        if (item.IsMapping)
        {
            item.Fail(UserDataErrorCodes.WrongType, "YAML reads this command as a mapping, because it holds ': '; put the whole command in quotes.");
            return null;
        }

        var line = Checked(item, item.Text());
        return string.IsNullOrWhiteSpace(line) ? null : CommandSpec.FromShell(line);
    }

    private static CommandSpec? Argv(NodeReader item)
    {
        var argv = item.Items().Select(Argument).ToList();
        if (argv.Count > 0)
            return CommandSpec.FromArgv([.. argv.OfType<string>()]);
        item.Fail(UserDataErrorCodes.Command, "A command needs at least a program.");
        return null;
    }

    // cloud-init writes a number as Python prints it, so [chmod, 0644, f] runs chmod 420: done the same here, and said.
    private static string? Argument(NodeReader item)
    {
        if (item.Node is not YamlScalar { Kind: ScalarKind.Int or ScalarKind.Float or ScalarKind.Timestamp } scalar)
            return Checked(item, item.Text());
        var printed = scalar.Kind switch
        {
            ScalarKind.Int => Yaml11.Integer(scalar.Text)?.ToString(CultureInfo.InvariantCulture),
            ScalarKind.Float => PrintedFloat(scalar.Text),
            _ => scalar.Text.Length == "2024-01-31".Length ? scalar.Text : null,
        };
        if (printed is null)
            item.FailType("a string");
        else if (printed != scalar.Text)
            item.Context.Notice(UserDataNoticeKind.Ambiguous, item.Path, "YAML 1.1 reads this argument as a number and cloud-init prints it anew; put it in quotes to pass it as written.", item.Node);
        return printed;
    }

    // Only what double prints back within the plain range: exponents and infinities differ between languages.
    private static string? PrintedFloat(string text)
    {
        if (!double.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || Math.Abs(value) is >= 1e15 or (> 0 and < 1e-4))
            return null;
        var printed = value.ToString("R", CultureInfo.InvariantCulture);
        return printed.Contains('.', StringComparison.Ordinal) ? printed : printed + ".0";
    }

    private static string? Checked(NodeReader item, string? text)
    {
        if (text is null || !text.Contains('\0', StringComparison.Ordinal))
            return text;
        item.Fail(UserDataErrorCodes.Command, "A command cannot hold a NUL.");
        return null;
    }
}
