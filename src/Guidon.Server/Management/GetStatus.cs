using System.Text.Json;
using Guidon.Contracts;
using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Storage;
using Guidon.Storage.Sqlite;

namespace Guidon.Server.Management;

/// <summary><c>GET /api/guidon/v1/status</c>: what this node can promise now, and what it could not keep.</summary>
internal sealed class GetStatus(SqliteStorage storage, SpaceGuard space, EventIntake intake)
{
    private const int GapsMax = 20;

    internal async Task InvokeAsync(HttpContext http)
    {
        var gaps = await storage.Retention.GapsAsync(GapsMax, http.RequestAborted);
        var notices = await storage.Retention.NoticesAsync(http.RequestAborted);
        var report = new StatusReport
        {
            Storage = Storage(),
            CaptureGaps = [.. (intake.Gap is { Open: true } open ? gaps.Prepend(open) : gaps).Take(GapsMax).Select(Summary)],
            RetentionNotices = [.. notices.Select(Summary)],
        };
        await Answers.JsonAsync(http, StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(report, ContractsJson.Default.StatusReport));
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
