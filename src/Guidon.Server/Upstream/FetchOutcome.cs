namespace Guidon.Server.Upstream;

/// <summary>What came of asking the upstream for a document.</summary>
internal enum FetchOutcome
{
    /// <summary>A whole answer, all pages; not looked into yet.</summary>
    Document,

    /// <summary>The upstream says that nothing changed since the last one.</summary>
    Unchanged,

    /// <summary>No answer, or none that counts.</summary>
    Failed,
}
