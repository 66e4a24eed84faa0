namespace Guidon.Delivery.Attempts;

/// <summary>Writes down one attempt for people to look at, and for a later build to compare its mapper with.</summary>
internal static class AttemptNote
{
    internal static AttemptEntry Of(EndedAttempt ended, BatchVerdict verdict, Destination destination, Integration integration, Redaction redaction)
    {
        var first = ended.Batch.Events[0];
        ReadOnlyMemory<byte>[] records = [.. ended.Batch.Records.Take(ended.Batch.RecordCounts[0]).Select(record => record.Json)];
        return new AttemptEntry
        {
            DestinationId = destination.Id,
            MapperVersion = integration.MapperVersion,
            At = ended.At,
            Duration = ended.Duration,
            Events = ended.Batch.Events.Length,
            Sequence = first.Sequence,
            EventId = first.Id,
            Verdict = verdict.Verdict.ToString().ToLowerInvariant(),
            Reason = verdict.Reason,
            Status = ended.Answer.Status,
            Records = redaction.Clean(DestinationMapper.Array([.. records]), DestinationMapper.ShownBytesMax),
            Digest = RecordDigest.Of(records),
            Answer = redaction.Clean("", ended.Answer),
        };
    }
}
