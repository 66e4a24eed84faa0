using System.Globalization;
using System.Text;
using Guidon.Bench;

namespace Guidon.Load;

/// <summary>One request that is repeated, and what it is called in the report.</summary>
/// <param name="Body">JSON; null for a GET.</param>
internal sealed record Scenario(string Name, string Method, string Path, string EnvironmentKey, string? Body)
{
    /// <summary>The same for an identity of its own: identities are delivered side by side, one of them is not.</summary>
    internal Scenario Of(int connection) => this with { Body = Body?.Replace(EvaluationDocument.Identifier, $"{EvaluationDocument.Identifier}-{connection}", StringComparison.Ordinal) };

    internal HttpRequestMessage ToMessage(Uri server)
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), new Uri(server, Path));
        message.Headers.Add("X-Environment-Key", EnvironmentKey);
        if (Body is not null) message.Content = new StringContent(Body, Encoding.UTF8, "application/json");
        return message;
    }

    /// <summary>The same request as bytes, for the connections that write nothing else.</summary>
    internal byte[] ToBytes(Uri server)
    {
        var head = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{Method} {Path} HTTP/1.1\r\nHost: {server.Authority}\r\nX-Environment-Key: {EnvironmentKey}\r\n");
        if (Body is not null)
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(Body)}\r\n");
        return Encoding.UTF8.GetBytes(head.Append("\r\n").Append(Body).ToString());
    }
}
