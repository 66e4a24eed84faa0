using System.Collections.Immutable;
using System.Globalization;
using Guidon.Delivery.Mail;
using Guidon.Delivery.Settings;

namespace Guidon.Delivery;

/// <summary>
/// Sends one attempt, by HTTP or as a message, and has its answer read. Most receivers get one request; one with two endpoints gets two, one after the other,
/// and the batch counts as delivered when both were taken. Sending the first again is safe: it carries the same keys.
/// </summary>
internal sealed class AttemptSender : IDisposable
{
    private static readonly TimeSpan s_countBack = TimeSpan.FromMinutes(1);

    private readonly BoundIntegration _bound;
    private readonly TimeProvider _time;
    private readonly ClientCertificate? _certificate;
    private readonly bool _isUnreadable;   // a certificate is set and cannot be opened
    private readonly HttpSender _http;
    private readonly SmtpSender _mail;
    private readonly bool _prefersGap;
    private long _countedBackAt;      // 0 before the first time
    private bool _isDistrusted;       // it did not have what it had said to have taken; whichever attempt wrote it last

    internal AttemptSender(DeliveryTools tools, BoundIntegration bound, SettingsValues values)
    {
        (_bound, _time, _mail, _prefersGap) = (bound, tools.Time, tools.Mail, DeliveryFields.PrefersGap(values));
        _certificate = ClientCertificate.Open(values);
        _isUnreadable = _certificate is null && ClientCertificate.IsSet(values);
        _http = _certificate is null ? tools.Sender : tools.SenderOf(_certificate.Context);   // connections of its own: they speak for one destination
    }

    /// <summary>Until when receivers accept our certificate; <see langword="null"/> without one.</summary>
    internal DateTimeOffset? CertificateEndsAt => _certificate?.EndsAt;

    public void Dispose()
    {
        if (_certificate is null) return;
        _http.Dispose();
        _certificate.Dispose();
    }

    /// <summary>The last answer and the verdict on all records.</summary>
    /// <param name="records">At least one.</param>
    /// <param name="mayBeTakenSince">When an attempt began that ended without an answer; then a receiver that can be asked is asked first.</param>
    /// <param name="abort">Cuts what is under way.</param>
    internal async Task<(Answer Answer, BatchVerdict Verdict)> SendAsync(
        ImmutableArray<OutgoingRecord> records, DateTimeOffset? mayBeTakenSince, CancellationToken abort)
    {
        // Nothing is sent without it: a receiver that does not insist would take for anybody's what is this destination's.
        if (_isUnreadable) return (new Answer { Status = 0 }, BatchVerdict.Hold("settings_unreadable"));
        if (CertificateEndsAt <= _time.GetUtcNow()) return (new Answer { Status = 0 }, BatchVerdict.Hold("client_certificate_expired"));
        if (mayBeTakenSince is { } since && _bound.Question is { } question)
        {
            var asked = await _http.SendAsync(question(records, since), abort).ConfigureAwait(false);
            if (Settled(asked, records) is { } verdict) return (asked, verdict);
        }

        var startedAt = _time.GetUtcNow();
        var (answer, sent) = await SendAsync(records, abort).ConfigureAwait(false);
        return sent.Verdict == Verdict.Delivered ? await CountBackAsync(records, startedAt, answer, abort).ConfigureAwait(false) : (answer, sent);
    }

    /// <summary>Whether a channel that refused an alert takes another one, which says so: then the refused one is at fault. People read it.</summary>
    /// <param name="refused">The id of the refused one.</param>
    /// <param name="abort">Cuts what is under way.</param>
    internal async Task<bool> TakesAnotherAlertAsync(Guid refused, CancellationToken abort)
    {
        var now = _time.GetUtcNow();
        var id = RecordId.Of(refused, string.Create(CultureInfo.InvariantCulture, $"another:{now.ToUnixTimeSeconds()}"));
        // A second channel is told what is escalated, and a first one what is not.
        var mapping = new[] { false, true }.Select(isEscalated => _bound.MapAlert(Canary.Another(id, now, isEscalated)))
            .FirstOrDefault(mapping => mapping.Outcome == MappingOutcome.Mapped);
        if (mapping is null) return false;
        var (_, verdict) = await SendAsync(mapping.ToRecords(id, Canary.Identifier, now), abort).ConfigureAwait(false);
        return verdict.Verdict == Verdict.Delivered;
    }

    // A receiver that takes and drops says so in no answer. One that can be asked is asked once a minute about what it has just taken, and after a
    // lie about each attempt until it has what it says. What it does not have is in doubt: asked about before it is sent again.
    private async Task<(Answer Answer, BatchVerdict Verdict)> CountBackAsync(
        ImmutableArray<OutgoingRecord> records, DateTimeOffset since, Answer answer, CancellationToken abort)
    {
        var isDue = _countedBackAt == 0 || _isDistrusted || _time.GetElapsedTime(_countedBackAt) >= s_countBack;
        if (_bound.Question is not { } question || !isDue) return (answer, BatchVerdict.Delivered);
        _countedBackAt = _time.GetTimestamp();
        if (await AskBackAsync(question(records, since), abort).ConfigureAwait(false) is not { } asked) return (answer, BatchVerdict.Delivered);
        var known = asked.Status == 200 && !asked.BodyCut ? _bound.Known(asked, records) : null;
        _isDistrusted = known is not null && !records.All(record => known.Contains(record.EventId));
        return _isDistrusted ? (answer with { MayBeTaken = true }, BatchVerdict.Retry("not_kept")) : (answer, BatchVerdict.Delivered);
    }

    // Null when a stop cut the question: what the receiver has acknowledged stays delivered.
    private async Task<Answer?> AskBackAsync(OutgoingRequest question, CancellationToken abort)
    {
        try
        {
            return await _http.SendAsync(question, abort).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            return null;
        }
    }

    // Null: it has none of them; or it does not say, and its owner would rather see an event twice.
    private BatchVerdict? Settled(Answer asked, ImmutableArray<OutgoingRecord> records)
    {
        if (StatusVerdict.Of(asked) is { Verdict: Verdict.Retry } later) return later;   // asked again; nothing is sent meanwhile
        var known = asked.Status == 200 && !asked.BodyCut ? _bound.Known(asked, records) : null;
        if (known is null) return _prefersGap ? BatchVerdict.Hold("verify_refused") : null;
        if (records.All(record => known.Contains(record.EventId))) return BatchVerdict.Delivered;
        return known.Count == 0
            ? null
            : BatchVerdict.ByRecord("known", [.. records.Select(record => known.Contains(record.EventId) ? RecordVerdict.Delivered : RecordVerdict.SendAgain)]);
    }

    private async Task<(Answer Answer, BatchVerdict Verdict)> SendAsync(ImmutableArray<OutgoingRecord> records, CancellationToken abort)
    {
        var parts = Enumerable.Range(0, records.Length).GroupBy(at => records[at].Part).OrderBy(part => part.Key).ToList();
        if (parts.Count == 1) return await SendPartAsync(records, abort).ConfigureAwait(false);
        var verdicts = new RecordVerdict[records.Length];
        Array.Fill(verdicts, RecordVerdict.SendAgain);
        var (last, reason) = (new Answer { Status = 0 }, "ok");
        foreach (var part in parts)
        {
            var places = part.ToArray();
            var (answer, verdict) = await SendPartAsync([.. places.Select(at => records[at])], abort).ConfigureAwait(false);
            if (verdict.Verdict is not (Verdict.Delivered or Verdict.ByRecord))
                return (answer, part == parts[0] ? verdict : verdict with { Records = ImmutableArray.Create(verdicts) });   // states that were taken stay taken
            if (verdict.Verdict == Verdict.ByRecord || reason == "ok") (last, reason) = (answer, verdict.Reason);
            for (var i = 0; i < places.Length; i++)
                verdicts[places[i]] = verdict.Verdict == Verdict.Delivered ? RecordVerdict.Delivered : verdict.Records[i];
        }

        return Array.TrueForAll(verdicts, verdict => verdict.Outcome == RecordOutcome.Delivered)
            ? (last, BatchVerdict.Delivered)
            : (last, BatchVerdict.ByRecord(reason, ImmutableArray.Create(verdicts)));
    }

    private async Task<(Answer Answer, BatchVerdict Verdict)> SendPartAsync(ImmutableArray<OutgoingRecord> records, CancellationToken abort)
    {
        var request = _bound.Request(records, _time.GetUtcNow());
        if (request.Mail is { } mail) return await _mail.SendAsync(mail, abort).ConfigureAwait(false);   // what replies mean is the protocol's
        // A record that the request leaves out would count as delivered with the others. Halves find it, and it is parked.
        if (request.IsVerbatim && !IsWhole(request.Body.Span, records)) return (new Answer { Status = 0 }, BatchVerdict.Split("incomplete_request"));
        var answer = await _http.SendAsync(request, abort).ConfigureAwait(false);
        return (answer, Judge(answer, records));
    }

    // Each is looked for behind the one before it, where it begins in a few bytes: one comparison of what is sent.
    private static bool IsWhole(ReadOnlySpan<byte> body, ImmutableArray<OutgoingRecord> records)
    {
        foreach (var record in records)
        {
            var at = body.IndexOf(record.Json.Span);
            if (at < 0) return false;
            body = body[(at + record.Json.Length)..];
        }

        return true;
    }

    // Redirects and missing answers mean the same for everyone; only a real answer is the integration's to read.
    private BatchVerdict Judge(Answer answer, ImmutableArray<OutgoingRecord> records)
    {
        if (answer.Failure != SendFailure.None || answer.Status is >= 300 and < 400) return StatusVerdict.Of(answer);
        var verdict = _bound.Judge(answer, records);
        return verdict.Verdict != Verdict.ByRecord || verdict.Records.Length == records.Length
            ? verdict
            : throw new InvalidOperationException($"{verdict.Records.Length} verdicts for {records.Length} records.");
    }
}
