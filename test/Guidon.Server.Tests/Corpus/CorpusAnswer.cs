using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Guidon.Server.Tests.Corpus;

/// <summary>What is compared of an answer: status, the headers that clients act on, and the body.</summary>
public static partial class CorpusAnswer
{
    // Not among them: Date, and Flagsmith-Version, which changes with every release.
    private static readonly string[] s_headers =
        ["Content-Type", "ETag", "Last-Modified", "Vary", "Allow", "Cache-Control", "X-Flagsmith-Document-Updated-At", "Access-Control-Allow-Origin",
         "Access-Control-Expose-Headers", "Access-Control-Allow-Headers", "Access-Control-Allow-Methods", "Location", "Link", "Retry-After", "Content-Encoding", "WWW-Authenticate"];

    public static async Task<string> ReadAsync(HttpResponseMessage answer)
    {
        var text = new StringBuilder();
        foreach (var name in s_headers)
        {
            if (answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values)) text.Append($"{name}: {string.Join(", ", values)}\n");
        }

        var body = await answer.Content.ReadAsStringAsync();
        // Pages for people carry a token of their own in each form; SDKs never get one.
        if (answer.Content.Headers.ContentType?.MediaType == "text/html") return text.Append("\na page").ToString();
        return text.Append('\n').Append(DrawnByLot().IsMatch(body) ? "somebody drawn by lot" : body).ToString();
    }

    /// <summary>16 hexadecimal digits of SHA-256.</summary>
    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    // Somebody without a name and without traits: identifier and variants differ from call to call.
    [GeneratedRegex("""^\{"identifier":"[0-9a-f]{32}",""")]
    private static partial Regex DrawnByLot();
}
