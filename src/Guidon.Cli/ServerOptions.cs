using System.CommandLine;

namespace Guidon.Cli;

/// <summary>Which server a verb speaks to, and with which key.</summary>
internal sealed class ServerOptions
{
    private readonly Option<string> _server = new("--server") { Description = "The Guidon server.", DefaultValueFactory = _ => ServerCalls.UsualUrl };
    private readonly Option<string?> _key = new("--key") { Description = $"A master API key. Default: {ServerCalls.KeyVariable}, which nobody sees in a list of processes." };

    internal IEnumerable<Option> All => [_server, _key];

    /// <summary>The calls, or <see langword="null"/> after saying what is missing.</summary>
    internal async Task<ServerCalls?> OpenAsync(ParseResult parsed, string verb)
    {
        var (calls, error) = ServerCalls.Open(parsed.GetValue(_server) ?? ServerCalls.UsualUrl, parsed.GetValue(_key) ?? Environment.GetEnvironmentVariable(ServerCalls.KeyVariable));
        if (calls is null) await Console.Error.WriteLineAsync($"guidon {verb}: {error}").ConfigureAwait(false);
        return calls;
    }
}
