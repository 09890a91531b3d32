using System.Globalization;
using System.Text.RegularExpressions;

namespace Fleet.UserData.Yaml;

/// <summary>
/// How PyYAML's safe loader, and so cloud-init, reads a plain scalar: YAML 1.1 (yaml.org/type), without the single letters y and n.
/// <c>0644</c> is 420 and <c>12:30:45</c> is 45045, but <c>0o644</c>, <c>08</c> and <c>1e3</c> are text.
/// </summary>
internal static partial class Yaml11
{
    // PyYAML cannot construct the types of a plain "=" and a "<<" that is not a key, and fails; they are read as text here.
    public static ScalarKind Resolve(string text)
    {
        if (text.Length == 0)
            return ScalarKind.Null;
        return text[0] switch
        {
            '~' or 'n' or 'N' when text is "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
            >= '0' and <= '9' or '+' or '-' or '.' => ResolveNumber(text),
            _ when IsBool(text) => ScalarKind.Bool,
            _ => ScalarKind.Text,
        };
    }

    public static bool IsBool(string text) => text is
        "yes" or "Yes" or "YES" or "no" or "No" or "NO" or
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" or
        "on" or "On" or "ON" or "off" or "Off" or "OFF";

    public static bool IsFloat(string text) => FloatPattern().IsMatch(text);

    public static bool IsInteger(string text) => IntegerPattern().IsMatch(text);

    /// <summary>The value of an integer; null if it does not fit in 64 bits.</summary>
    public static long? Integer(string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal).AsSpan();
        var negative = digits is ['-', ..];
        if (digits is ['-' or '+', ..])
            digits = digits[1..];
        var value = digits switch
        {
            "0" => 0,
            ['0', 'b', .. var binary] => InBase(binary, 2),
            ['0', 'x', .. var hex] => InBase(hex, 16),
            ['0', .. var octal] => InBase(octal, 8),
            _ => Sexagesimal(digits),
        };
        return negative ? -value : value;
    }

    private static ScalarKind ResolveNumber(string text)
    {
        if (IntegerPattern().IsMatch(text))
            return ScalarKind.Int;
        if (FloatPattern().IsMatch(text))
            return ScalarKind.Float;
        return TimestampPattern().IsMatch(text) ? ScalarKind.Timestamp : ScalarKind.Text;
    }

    private static long? InBase(ReadOnlySpan<char> digits, int radix)
    {
        if (digits.IsEmpty)
            return null;
        long value = 0;
        foreach (var c in digits)
        {
            value = value * radix + (char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
            // Below 2^55 one more digit of any of these bases cannot overflow; no field of ours takes more.
            if (value >> 55 != 0)
                return null;
        }

        return value;
    }

    // Base 60, "12:30:45"; a plain decimal number is the case of one part.
    private static long? Sexagesimal(ReadOnlySpan<char> digits)
    {
        long value = 0;
        foreach (var part in digits.Split(':'))
        {
            if (!long.TryParse(digits[part], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || value >> 55 != 0 || number >> 60 != 0)
                return null;
            value = value * 60 + number;
        }

        return value;
    }

    [GeneratedRegex(@"^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex IntegerPattern();

    [GeneratedRegex(
        @"^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex FloatPattern();

    [GeneratedRegex(
        @"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex TimestampPattern();
}
