using System.Text.Json;
using Guidon.Contracts;
using Guidon.Delivery;
using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Storage;

namespace Guidon.Server.Management.Status;

/// <summary>
/// <c>GET /api/guidon/v1/status</c>: what this node can promise now, what it could not keep, and what the last look at the stored data found;
/// with <c>?whole=true</c> every stored row is read now. What is said of one destination
/// is told to its organisation alone, what is said of the node to everybody.
/// </summary>
internal sealed class GetStatus(StoreWatch watch, IStorage storage, SpaceGuard space, EventIntake intake)
{
    private const int GapsMax = 20;

    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var fields = new QueryFields(http.Request.Query);
        var isWhole = fields.Flag("whole");
        if (await fields.RefuseAsync(http)) return;
        var gaps = await storage.Retention.GapsAsync(GapsMax, http.RequestAborted);
        var notices = await storage.Retention.NoticesAsync(http.RequestAborted);
        var seen = isWhole ? await watch.ExamineWholeAsync(http.RequestAborted) : watch.Last;
        var own = await storage.Deliveries.OwnedAsync(caller.OrganisationId, http.RequestAborted);
        List<Finding> findings = [.. seen.Findings.Where(finding => finding.DestinationId is not { } id || own.Contains(id))];
        var status = new StatusAnswer
        {
            State = findings.Count == 0 ? "ok" : "alarm",
            Version = ServerVersion.Text,
            Durable = storage.Guarantee.IsDurable,
            CheckedAt = seen.At,
            Findings = [.. findings.Select(finding => new FindingView(finding.Code, finding.Text, finding.DestinationId))],
            Storage = Storage(),
            CaptureGaps = [.. (intake.Gap is { Open: true } open ? gaps.Prepend(open) : gaps).Take(GapsMax).Select(Summary)],
            RetentionNotices = [.. notices.Where(notice => own.Contains(notice.DestinationId)).Select(Summary)],
        };
        await Answers.JsonAsync(http, StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(status, ContractsJson.Default.StatusAnswer));
    }

    private StorageStatus Storage()
    {
        var (guarantee, reading) = (storage.Guarantee, space.Reading);
        return new StorageStatus
        {
            Promise = Snake(guarantee.Promise),
            Reasons = guarantee.Reasons,
            Space = Snake(reading.Level),
            UsableBytes = reading.Space.UsableBytes,
            UsablePercent = Math.Round(reading.Space.UsablePercent, 1),
            RecoveredBytesCut = storage.Recovery.BytesCut,
            RecoveredGroupsCut = storage.Recovery.GroupsCut,
        };
    }

    private static CaptureGapSummary Summary(CaptureGap gap) => new()
    {
        FirstAt = gap.FirstAt,
        LastAt = gap.LastAt,
        Events = gap.Events,
        Reason = Snake(gap.Reason),
        Open = gap.Open,
    };

    private static RetentionNoticeSummary Summary(RetentionNotice notice) => new()
    {
        Destination = notice.DestinationId,
        DaysLeft = notice.DaysLeft,
        NoticedAt = notice.NoticedAt,
        Events = notice.Events,
        OldestAt = notice.OldestAt,
    };

    private static string Snake(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
