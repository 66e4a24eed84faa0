using System.Buffers;
using Guidon.Contracts;

namespace Guidon.Cli;

/// <summary>
/// What the host lends to the verbs. This room knows the grammar of the command line and nothing of the product, so the program that
/// has all rooms hands in what they can do.
/// </summary>
public sealed record Verbs
{
    /// <summary>Runs the server until it is stopped. Takes the arguments after the verb; gives the exit code.</summary>
    public required Func<IReadOnlyList<string>, CancellationToken, Task<int>> ServeAsync { get; init; }

    /// <summary>As <see cref="ServeAsync"/>, in front of another server.</summary>
    public required Func<IReadOnlyList<string>, CancellationToken, Task<int>> EdgeAsync { get; init; }

    /// <summary>Evaluates one EvaluationContext (UTF-8 JSON) and writes one EvaluationResult; gives what is wrong, or null.</summary>
    public required Func<ReadOnlyMemory<byte>, IBufferWriter<byte>, string?> Evaluate { get; init; }

    /// <summary>As <see cref="Evaluate"/>, but writes why flags are worth what they are: of the named one, or of all for null.</summary>
    public required Func<ReadOnlyMemory<byte>, string?, IBufferWriter<byte>, string?> Explain { get; init; }

    /// <summary>
    /// Maps the newest events of a data folder with this build and compares with what was sent; gives a line per difference, how many of them nothing
    /// explains, or why it cannot.
    /// </summary>
    public required Func<string, int, CancellationToken, Task<(IReadOnlyList<string> Lines, int Unexplained, string? Refusal)>> CompareMappersAsync { get; init; }

    /// <summary>Runs a drill's variant for so many minutes of its own time; gives its report, and whether everything was as it must be.</summary>
    public required Func<string, int, CancellationToken, Task<(IReadOnlyList<string> Lines, bool IsGood)>> DrillAsync { get; init; }

    /// <summary>Copies a data folder, also one in use, into a new folder; gives one line, and whether it is done.</summary>
    public required Func<string, string, CancellationToken, Task<(string Line, bool IsDone)>> BackUpAsync { get; init; }

    /// <summary>Makes a data folder of such a copy; with a connection string it is the folder of a node, and the database was restored by its own tools. Gives one line, and whether it is done.</summary>
    public required Func<string, string, string?, CancellationToken, Task<(string Line, bool IsDone)>> RestoreAsync { get; init; }

    /// <summary>Examines the data folder, which no server may be using, or the database that a connection string names; gives the findings, or why it cannot.</summary>
    public required Func<string, string?, (IReadOnlyList<FindingView> Findings, string? Refusal)> Examine { get; init; }

    /// <summary>Names of the integrations of environments: what an import asks another server for.</summary>
    public required IReadOnlyList<string> Integrations { get; init; }

    /// <summary>Names of those of projects: an import says which of them another server has.</summary>
    public required IReadOnlyList<string> ProjectIntegrations { get; init; }

    /// <summary>As <see cref="Examine"/>, but reads the chain of audit records and names the first that is not as it was written.</summary>
    public required Func<string, string?, (IReadOnlyList<FindingView> Findings, string? Refusal)> VerifyAudit { get; init; }
}
