using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Fleet.UserData.Yaml;

/// <summary>Reads the parser's events under a budget. The parser keeps its state on the heap, so only this loop's budget bounds it.</summary>
internal static class YamlEvents
{
    public static UserDataError? Read(string text, UserDataLimits limits, out List<ParsingEvent> events)
    {
        events = [];
        var budget = new YamlBudget(limits);
        var last = Mark.Empty;
        try
        {
            var parser = new Parser(new StringReader(text));
            while (parser.MoveNext() && parser.Current is { } current)
            {
                last = current.Start;
                if (budget.Count(current) is { } error)
                    return error;
                events.Add(current);
            }

            return null;
        }
        catch (YamlException e)
        {
            var at = e.Start.Equals(Mark.Empty) ? last : e.Start;
            return Syntax(e.Message, at);
        }
        // The library also throws whatever its own structures throw (a tag that is no URI, an empty queue), with the text in the message.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Syntax("The text after this is not YAML.", last);
        }
    }

    private static UserDataError Syntax(string message, Mark at) => new(UserDataErrorCodes.Syntax, message, (int)at.Line, (int)at.Column);
}
