using Guidon.Contracts;

namespace Guidon.Dashboard.History;

/// <summary>One record of a flag's history.</summary>
/// <param name="Record">Who did what when, with old and new.</param>
/// <param name="Segment">Whose override it is about; <see langword="null"/> for everything else.</param>
/// <param name="CanRestore">Whether what was there before can be put back.</param>
public sealed record HistoryEntry(AuditAnswer Record, string? Segment, bool CanRestore)
{
    /// <summary>Whether it is about an override for an identity, whom the record does not name: it can be changed back while it is there.</summary>
    internal bool IsOfIdentity => Record.Log.StartsWith("Identity override (", StringComparison.Ordinal);

    /// <param name="record">With its details.</param>
    /// <param name="feature">The feature's name, with which records about its states end.</param>
    internal static HistoryEntry Of(AuditAnswer record, string feature)
    {
        var segment = Between(record.Log, "Segment override (", $") {Verb(record)} for feature: {feature}");
        var isChange = record.ChangeType == "UPDATE" && (record.RelatedObjectType == "FEATURE" || record.Log.StartsWith("Flag state ", StringComparison.Ordinal));
        var entry = new HistoryEntry(record, segment, isChange || segment is not null);
        return entry.IsOfIdentity ? entry with { CanRestore = record.ChangeType != "DELETE" } : entry;
    }

    private static string Verb(AuditAnswer record) => record.ChangeType switch { "CREATE" => "created", "DELETE" => "deleted", _ => "updated" };

    private static string? Between(string text, string start, string end) =>
        text.Length >= start.Length + end.Length && text.StartsWith(start, StringComparison.Ordinal) && text.EndsWith(end, StringComparison.Ordinal) ? text[start.Length..^end.Length] : null;
}
