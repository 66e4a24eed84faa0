using System.Text.Json;
using Guidon.Storage.Model;

namespace Guidon.Storage.Audit;

/// <summary>Appends audit records, in the transaction of what they tell of.</summary>
/// <param name="chain">Holds them together.</param>
public sealed class AuditTrail(AuditChain chain)
{
    /// <summary>Adds a record for each entry to the context.</summary>
    /// <param name="plane">Inside of a transaction; saved by its owner.</param>
    /// <param name="entries">What was done.</param>
    /// <param name="author">An e-mail address or a key's name; empty for the server itself.</param>
    /// <param name="authorId">The person, when it is one.</param>
    /// <param name="now">When; cut to microseconds.</param>
    /// <param name="source">As <see cref="AuditRecord.Source"/>.</param>
    public void Append(ControlPlane plane, IReadOnlyList<AuditEntry> entries, string author, int? authorId, DateTimeOffset now, string source = "")
    {
        ArgumentNullException.ThrowIfNull(plane);
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Count == 0) return;
        var at = StoreTime.Whole(now);
        var end = plane.AuditHeads.Select(head => new { Head = head, Last = plane.AuditRecords.Where(record => record.Id == head.Records).Select(record => record.Hash).FirstOrDefault() }).SingleOrDefault();
        var (head, last) = (end?.Head ?? plane.Add(new AuditHead()).Entity, end?.Last ?? "");
        foreach (var entry in entries)
        {
            var record = RecordOf(entry, author, authorId, at, source);
            record.Id = ++head.Records;
            record.Hash = last = chain.Hash(last, record);
            plane.Add(record);
        }

        head.Hash = chain.Head(head.Records, last);
    }

    private static AuditRecord RecordOf(AuditEntry entry, string author, int? authorId, DateTimeOffset at, string source) => new()
    {
        CreatedAt = at,
        OrganisationId = entry.OrganisationId,
        ProjectId = entry.ProjectId,
        EnvironmentId = entry.EnvironmentId,
        FeatureId = entry.FeatureId,
        AuthorId = authorId,
        Author = author,
        RelatedType = entry.RelatedType,
        RelatedId = entry.RelatedId,
        RelatedUuid = entry.RelatedUuid,
        Action = entry.Action,
        Summary = entry.Summary,
        Fields = JsonSerializer.Serialize(entry.Fields, StorageJson.Default.ImmutableArrayAuditField),
        Source = source,
        IsSystemEvent = author.Length == 0,
    };
}
