using System.Globalization;
using System.Text.Json;
using Guidon.Contracts;
using Guidon.Events.Retention;

namespace Guidon.Server.Management.Retention;

/// <summary><c>GET /api/guidon/v1/retention-decisions?after=…</c>: the proof of everything that expired undelivered.</summary>
internal sealed class ListRetentionDecisions(IRetentionStore store)
{
    private const int DecisionsMax = 1_000;

    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var text = (string?)http.Request.Query["after"] ?? "0";
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var after))
        {
            await Answers.FieldAsync(http, "after", "Must be the id of a decision.");
            return;
        }

        var decisions = await store.DecisionsAsync(caller.OrganisationId, after, DecisionsMax, http.RequestAborted);
        var list = new RetentionDecisionList([.. decisions.Select(Summary)]);
        await Answers.JsonAsync(
            http, StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(list, ContractsJson.Default.RetentionDecisionList));
    }

    private static RetentionDecisionSummary Summary(RetentionDecision decision) => new()
    {
        Id = decision.Id,
        Destination = decision.DestinationId,
        Environment = decision.EnvironmentId,
        DecidedAt = decision.DecidedAt,
        RetentionDays = decision.RetentionDays,
        Events = decision.Events,
        FirstSequence = decision.FirstSequence,
        LastSequence = decision.LastSequence,
        FirstAt = decision.FirstAt,
        LastAt = decision.LastAt,
    };
}
