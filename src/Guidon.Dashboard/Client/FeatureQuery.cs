namespace Guidon.Dashboard.Client;

/// <summary>Which features a list shows.</summary>
/// <param name="Search">In names and descriptions; empty for all.</param>
/// <param name="Archived">True for the archived ones, false for the others.</param>
/// <param name="Page">From 1.</param>
/// <param name="Tag">Id of a tag; null for all.</param>
/// <param name="Stage">Name of a lifecycle stage; empty for all.</param>
public sealed record FeatureQuery(string Search, bool Archived, int Page, int? Tag = null, string Stage = "")
{
    /// <summary>Rows of one page.</summary>
    public const int Size = 100;
}
