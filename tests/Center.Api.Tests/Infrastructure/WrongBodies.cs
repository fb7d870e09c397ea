using System.Collections.Generic;
using System.Text;

namespace Center.Api.Tests.Infrastructure;

/// <summary>Bodies that no command of the service takes, whatever it asks for.</summary>
internal static class WrongBodies
{
    /// <summary>Each with the code that it is refused with.</summary>
    public static IReadOnlyList<(string Body, string Code)> All { get; } =
    [
        ("[]", "invalid-body"),
        ("[{}]", "invalid-body"),
        ("null", "invalid-body"),
        ("true", "invalid-body"),
        ("7", "invalid-body"),
        ("\"text\"", "invalid-body"),
        ("{", "invalid-body"),
        ("{}}", "invalid-body"),
        ("{} {}", "invalid-body"),
        ("{'a': 1}", "invalid-body"),
        ("{\"a\": 1,}", "invalid-body"),
        ("// nothing", "invalid-body"),
        ("{\"a\": NaN}", "invalid-body"),
        ("\ufeff\ufeff{}", "invalid-body"),
        ("a=b&c=d", "invalid-body"),
        ("<xml/>", "invalid-body"),
        ("{\"noSuchMember\": 1}", "unknown-member"),
        ("{\"__proto__\": {}}", "unknown-member"),
        ("{\"\": 1}", "unknown-member"),
        ("{\"$type\": \"System.Object\"}", "unknown-member"),
        ("{\"noSuchMember\": \"\\u0000\"}", "invalid-value"),
        ("{\"no\\u0000Such\": 1}", "invalid-value"),
        ("{\"noSuchMember\": \"\\ud800\"}", "invalid-value"),
        ("{\"noSuchMember\": \"\\udc00\\ud800\"}", "invalid-value"),
        ("{\"\\ud800\": 1}", "invalid-value"),
        ($"{{\"noSuchMember\": {Nested(80)}}}", "invalid-body"),
        ($"{{\"noSuchMember\": {Nested(20_000)}}}", "invalid-body"),
    ];

    /// <summary>Half a character of UTF-8 inside a text.</summary>
    public static byte[] BrokenUtf8 { get; } = [.. "{\"name\": \""u8, 0xc3, .. "\"}"u8];

    /// <summary>One byte more than a body may have.</summary>
    public static string TooLarge { get; } = $"{{\"name\": \"{new string('x', 1 << 20)}\"}}";

    private static string Nested(int depth) => new StringBuilder().Append('[', depth).Append(']', depth).ToString();
}
