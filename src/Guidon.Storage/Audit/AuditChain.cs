using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Audit;

/// <summary>
/// The hashes that hold audit records together. Keyed, with a key that is not in the database: whoever can write rows, but has no key, cannot
/// make a chain that fits.
/// </summary>
/// <param name="key">Of this installation; derived for nothing but this.</param>
public sealed class AuditChain(ReadOnlyMemory<byte> key)
{
    /// <summary>The hash of a record after another.</summary>
    /// <param name="previous">The hash of the record before; empty for the first.</param>
    /// <param name="record">All of it but its own hash.</param>
    public string Hash(string previous, AuditRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var content = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(content)) Write(json, previous, record);
        return Hash(content.WrittenSpan);
    }

    /// <summary>The hash of the head.</summary>
    /// <param name="records">How many records there are.</param>
    /// <param name="last">The hash of the last one.</param>
    public string Head(long records, string last) => Hash(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"head {records} {last}")));

    /// <summary>The name of an identity in records: the same for the same identity, and tells nobody without the key which it is.</summary>
    public string Pseudonym(string identifier) => "identity " + Hash(Encoding.UTF8.GetBytes("identity " + identifier))[..16];

    /// <summary>Reads the chain from its first record.</summary>
    /// <param name="records">By id.</param>
    /// <param name="head"><see langword="null"/> when there is none.</param>
    /// <returns>One line about the first record that is not as it was written; <see langword="null"/> when all are.</returns>
    public string? Verify(IEnumerable<AuditRecord> records, AuditHead? head)
    {
        ArgumentNullException.ThrowIfNull(records);
        var (count, last) = (0L, "");
        foreach (var record in records)
        {
            if (record.Id != count + 1) return string.Create(CultureInfo.InvariantCulture, $"Audit record {count + 1} is missing: the next one has the number {record.Id}.");
            if (record.Hash != Hash(last, record)) return string.Create(CultureInfo.InvariantCulture, $"Audit record {record.Id} is not as it was written, or not where it was.");
            (count, last) = (record.Id, record.Hash);
        }

        if (head is null) return count == 0 ? null : "The head of the audit records is missing.";
        if (head.Records > count && head.Hash.Length > 0) return string.Create(CultureInfo.InvariantCulture, $"Audit record {count + 1} is missing: there were {head.Records}.");
        return head.Records == count && head.Hash == Head(count, last) ? null
            : string.Create(CultureInfo.InvariantCulture, $"The head of the audit records is not as it was written: it says {head.Records}, and there are {count}.");
    }

    /// <summary>As above, of everything that is stored.</summary>
    /// <param name="plane">Where it is.</param>
    /// <param name="cancellation">Asked at every record.</param>
    public string? Verify(ControlPlane plane, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plane);
        var records = plane.AuditRecords.AsNoTracking().OrderBy(record => record.Id).AsEnumerable().TakeWhile(_ =>
        {
            cancellation.ThrowIfCancellationRequested();
            return true;
        });
        return Verify(records, plane.AuditHeads.AsNoTracking().SingleOrDefault());
    }

    private string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(HMACSHA256.HashData(key.Span, content));

    private static void Write(Utf8JsonWriter json, string previous, AuditRecord record)
    {
        json.WriteStartArray();
        json.WriteStringValue(previous);
        json.WriteNumberValue(record.Id);
        json.WriteNumberValue(record.CreatedAt.UtcTicks / TimeSpan.TicksPerMicrosecond);
        foreach (var id in (ReadOnlySpan<int?>)[record.OrganisationId, record.ProjectId, record.EnvironmentId, record.AuthorId, record.RelatedId]) json.WriteNumberValue(id ?? 0);
        foreach (var text in (ReadOnlySpan<string>)[record.Author, record.RelatedType, record.RelatedUuid?.ToString() ?? "", record.Action, record.Summary, record.Fields])
            json.WriteStringValue(text);
        json.WriteBooleanValue(record.IsSystemEvent);
        // Records were hashed before there were sources.
        if (record.Source.Length > 0) json.WriteStringValue(record.Source);
        json.WriteEndArray();
    }
}
