using System.Security.Cryptography;
using System.Text;

namespace Guidon.Dashboard.Frame;

/// <summary>Names what is stored, so that a draft which was begun over something else is recognised.</summary>
internal static class Mark
{
    /// <param name="values">All that a form shows of what is stored, in its order.</param>
    internal static string Of(params IEnumerable<string?> values) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u0000', values))).AsSpan(0, 8));
}
