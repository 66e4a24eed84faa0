using Guidon.Doubles;

namespace Guidon.Server.Tests.Processes;

/// <summary>How a test wants its server.</summary>
public sealed record ServerSettings
{
    /// <summary>A folder of an earlier server; null for a new one.</summary>
    public string? Folder { get; init; }

    /// <summary>A port of an earlier server; null for a free one.</summary>
    public int? Port { get; init; }

    /// <summary>A connection string of PostgreSQL; null for the file in its folder.</summary>
    public string? Database { get; init; }

    /// <summary>The key that an earlier server printed.</summary>
    public string? ClientKey { get; init; }

    /// <summary>The key that an earlier server printed.</summary>
    public string? ServerKey { get; init; }

    /// <summary>The program beside the tests.</summary>
    public string Program { get; init; } = "Guidon.Server.dll";

    /// <summary>Stands first on the command line; null for none.</summary>
    public string? Verb { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>True when the usual presets (administrator, master key) are not wanted.</summary>
    public bool OnlyTheseVariables { get; init; }

    /// <summary>A new installation on a PostgreSQL database of its own.</summary>
    public static ServerSettings OnPostgres() => new() { Database = PostgresCluster.Shared.CreateDatabase() };

    /// <summary>Another node of the same installation: the same database and key.</summary>
    public static ServerSettings Beside(GuidonProcess other)
    {
        var folder = Directory.CreateTempSubdirectory("guidon-test-").FullName;
        File.Copy(Path.Combine(other.Folder, "installation.key"), Path.Combine(folder, "installation.key"));
        return Again(other) with { Folder = folder, Port = null };
    }

    /// <summary>The same installation again.</summary>
    public static ServerSettings Again(GuidonProcess earlier) => new()
    {
        Folder = earlier.Folder,
        Database = earlier.Database,
        Port = earlier.Address.Port,
        ClientKey = earlier.ClientKey,
        ServerKey = earlier.ServerKey,
    };
}
