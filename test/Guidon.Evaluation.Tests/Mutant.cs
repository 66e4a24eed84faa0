using System.Text;

namespace Guidon.Evaluation.Tests;

/// <summary>Spoils JSON: bytes, tokens and whole stretches.</summary>
internal static class Mutant
{
    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "null", "true", "[]", "{}", "\"\"", "0", "-1", "1e999", "1e-999", "123456789012345678901234567890", "0.1", "\"\\ud800\"", "\"$.identity.*\"", "\"$.\"",
            "\"(a+)+$\"", "\"(?=a)(a+)+$\"", "\"(\"", "\"[1,\"", "\"|\"", "\"0|0\"", "\"1.0.0:semver\"", "\":semver\"", "\"PERCENTAGE_SPLIT\"", "\"REGEX\"", "\"IN\"",
            "\"MODULO\"", "\"NONE\"", "[[[[[[[[", "}}}}", ",", "\"nan\"", "\"inf\"", "\"-inf\"", "\"٣\"", "\"\\u0000\"", "// x\n", "\u00ff",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public static byte[] Of(byte[] source, Random random)
    {
        var bytes = source.ToList();
        for (var i = random.Next(1, 5); i > 0; i--) Spoil(bytes, random);
        return [.. bytes];
    }

    private static void Spoil(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        var length = Math.Min(random.Next(1, 40), bytes.Count - at);
        switch (random.Next(6))
        {
            case 0: bytes[at] = (byte)random.Next(256); break;
            case 1: bytes.RemoveRange(at, Math.Min(length, bytes.Count - 1)); break;
            case 2: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            case 3: bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]); break;
            default: ReplaceValue(bytes, at, random); break;
        }
    }

    /// <summary>Puts another value behind the next colon, so that much of what comes out is still JSON.</summary>
    private static void ReplaceValue(List<byte> bytes, int from, Random random)
    {
        var colon = bytes.IndexOf((byte)':', from);
        if (colon < 0) return;
        var end = bytes.FindIndex(colon + 1, b => b is (byte)',' or (byte)'}' or (byte)']');
        if (end < 0) return;
        bytes.RemoveRange(colon + 1, end - colon - 1);
        bytes.InsertRange(colon + 1, Tokens[random.Next(Tokens.Length)]);
    }
}
