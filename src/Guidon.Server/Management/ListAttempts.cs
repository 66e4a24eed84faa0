using Guidon.Contracts;
using Guidon.Delivery.Attempts;

namespace Guidon.Server.Management;

/// <summary><c>GET /api/guidon/v1/attempts?destination=…&amp;limit=…</c>: the last requests to receivers and what came of them.</summary>
internal sealed class ListAttempts(IAttemptStore attempts)
{
    private const int Usual = 100;
    private const int Max = 1_000;

    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var fields = new QueryFields(http.Request.Query);
        var destination = fields.Integer("destination", 1, int.MaxValue);
        var limit = fields.Integer("limit", 1, Max) ?? Usual;
        if (await fields.RefuseAsync(http)) return;
        var recent = await attempts.RecentOfAsync(caller.OrganisationId, destination, limit, http.RequestAborted);
        var list = new AttemptList([.. recent.Select(Summary)]);
        await Answers.JsonAsync(http, StatusCodes.Status200OK, list, ContractsJson.Default.AttemptList);
    }

    private static AttemptSummary Summary(AttemptEntry attempt) => new()
    {
        Destination = attempt.DestinationId,
        At = attempt.At,
        DurationMilliseconds = attempt.Duration.TotalMilliseconds,
        Events = attempt.Events,
        EventId = attempt.EventId,
        Sequence = attempt.Sequence,
        Verdict = attempt.Verdict,
        Reason = attempt.Reason,
        Status = attempt.Status,
        MapperVersion = attempt.MapperVersion,
        Request = attempt.Records,
        Answer = attempt.Answer,
    };
}
