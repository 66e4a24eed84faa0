using System.Text;
using Guidon.Server.Tests.Processes;
using Guidon.Server.Tests.Wire;

namespace Guidon.Server.Tests.Replayed;

/// <summary>A request byte by byte as an SDK sends it.</summary>
/// <param name="Agent">The SDK's <c>User-Agent</c>, or null where its platform sends another header.</param>
/// <param name="Headers">Besides host, key, agent and length.</param>
public sealed record SdkRequest(string Method, string Path, string? Agent, string? Body, params string[] Headers)
{
    /// <summary>Sends it over a socket of its own and reads the answer.</summary>
    public async Task<WireAnswer> SendAsync(GuidonProcess server, string key)
    {
        var body = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Body ?? ""));
        var text = new StringBuilder($"{Method} /{Path} HTTP/1.1\r\nHost: {server.Address.Authority}\r\nX-Environment-Key: {key}\r\n");
        if (Agent is not null) text.Append($"User-Agent: {Agent}\r\n");
        foreach (var header in Headers) text.Append($"{header}\r\n");
        if (Body is not null) text.Append($"Content-Length: {body.Length}\r\n");
        using var connection = await RawConnection.OpenAsync(server);
        await connection.SendAsync($"{text}\r\n{body}");
        return await connection.ReadAsync();
    }
}
