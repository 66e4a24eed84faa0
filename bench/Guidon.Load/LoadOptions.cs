using System.Globalization;

namespace Guidon.Load;

/// <summary>What a run may be told on its command line.</summary>
internal sealed record LoadOptions
{
    /// <summary>Length of one measured round of one server.</summary>
    internal int Seconds { get; init; } = 5;

    /// <summary>Measured rounds of each server and scenario; floor and Guidon take turns.</summary>
    internal int Rounds { get; init; } = 3;

    /// <summary>Connections, each with one request in flight.</summary>
    internal int Connections { get; init; } = 64;

    /// <summary>Of changes: destinations that hear of each, half of the environment and half of its organisation.</summary>
    internal int Webhooks { get; init; } = 20;

    /// <summary>Of a backlog: one batch destination with so many events; <see langword="null"/> for the usual three rows.</summary>
    internal int? Events { get; init; }

    /// <summary>Of lists: a connection string of an empty PostgreSQL database; empty for SQLite.</summary>
    internal string Database { get; init; } = "";

    /// <summary>Of lists: a folder that is kept, and not filled again when it was; beside a PostgreSQL database it keeps the key that belongs to it. Empty for one of this run.</summary>
    internal string Data { get; init; } = "";

    /// <summary>Of lists: what the checklist's rows 101 to 103 ask for, ten environments, five million identities and ten million audit records.</summary>
    internal bool IsLarge { get; init; }

    /// <summary>Only rows whose name holds this text.</summary>
    internal string Only { get; init; } = "";

    /// <summary>The server's assembly; another build can be given to compare two of them.</summary>
    internal string Server { get; init; } = Path.Combine("src", "Guidon.Server", "bin", "Release", "net10.0", "Guidon.Server.dll");

    internal static LoadOptions Parse(string[] arguments)
    {
        var options = new LoadOptions();
        foreach (var pair in arguments.Chunk(2))
        {
            options = pair switch
            {
                ["--seconds", var text] => options with { Seconds = Positive(text) },
                ["--rounds", var text] => options with { Rounds = Positive(text) },
                ["--connections", var text] => options with { Connections = Positive(text) },
                ["--webhooks", var text] => options with { Webhooks = int.TryParse(text, CultureInfo.InvariantCulture, out var count) && count >= 0 ? count : throw new LoadException($"'{text}' is not a number of webhooks") },
                ["--events", var text] => options with { Events = Positive(text) },
                ["--database", var text] => options with { Database = text },
                ["--data", var path] => options with { Data = path },
                ["--size", "large"] => options with { IsLarge = true },
                ["--only", var text] => options with { Only = text },
                ["--server", var path] => options with { Server = path },
                _ => throw new LoadException($"unknown option {string.Join(' ', pair)}; known are --seconds N, --rounds N, --connections N, --webhooks N, --only TEXT, --server DLL, --database CONNECTION, --data DIR, --size large"),
            };
        }
        return options;
    }

    private static int Positive(string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw new LoadException($"'{text}' is not a positive number");
}
