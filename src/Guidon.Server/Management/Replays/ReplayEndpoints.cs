using System.Globalization;
using System.Text.Json;
using Guidon.Contracts;
using Guidon.Delivery;
using Guidon.Delivery.Replays;
using Guidon.Server.Edge;
using Guidon.Storage.Audit;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Replays;

/// <summary><c>/api/guidon/v1/replays</c>: durable jobs that send settled events once more.</summary>
internal sealed class ReplayEndpoints(ReplayService replays, IDeliveryStore deliveries, DestinationMappers mappers, AuditLog audit)
{
    internal async Task ListAsync(HttpContext http, Caller caller)
    {
        var list = new List<ReplaySummary>();
        foreach (var replay in await replays.ListOfAsync(caller.OrganisationId, http.RequestAborted)) list.Add(await SummaryAsync(replay, null, http.RequestAborted));
        await Answers.JsonAsync(http, StatusCodes.Status200OK, new ReplayList(list), ContractsJson.Default.ReplayList);
    }

    /// <summary>Counts with <c>dry_run</c>, else starts: 201 for a new one, 200 when the same request was made within 24 hours.</summary>
    internal Task PostAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, async body =>
    {
        var (request, isDryRun, errors) = ReplayFields.Read(body, http.Request.Headers["Idempotency-Key"]);
        if (request is null) await errors.SendAsync(http);
        else if (!await IsLiveAsync(request, caller, http.RequestAborted)) await NoDestinationAsync(http);
        else if (isDryRun) await DryRunAsync(http, request);
        else await StartAsync(http, caller, request);
    });

    internal async Task GetAsync(HttpContext http, Caller caller)
    {
        if (await FindAsync(http, caller) is { } replay) await SendAsync(http, replay, StatusCodes.Status200OK, null);
    }

    /// <summary>The same as a file.</summary>
    internal async Task ReportAsync(HttpContext http, Caller caller)
    {
        if (await FindAsync(http, caller) is not { } replay) return;
        http.Response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"replay-{replay.Id}.json\"");
        await SendAsync(http, replay, StatusCodes.Status200OK, null);
    }

    internal Func<HttpContext, Caller, Task> Set(ReplayState state) => async (http, caller) =>
    {
        if (await FindAsync(http, caller) is not { } replay) return;
        var isSet = await audit.RecordAsync<bool, bool>(
            caller, () => replays.SetStateAsync(replay.Id, state, http.RequestAborted), isDone => isDone ? Entry(caller, replay.Id, AuditRecord.Update, Text(state)) : null);
        if (isSet)
            await SendAsync(http, await FindAsync(http, caller) ?? replay, StatusCodes.Status200OK, null);
        else
            await Answers.DetailAsync(http, StatusCodes.Status409Conflict, ErrorCodes.Conflict, $"This replay is {Text(replay.State)} already.");
    };

    private async Task DryRunAsync(HttpContext http, ReplayRequest request)
    {
        if (await replays.DryRunAsync(request, http.RequestAborted) is not { } preview)
        {
            await NoDestinationAsync(http);
            return;
        }

        var answer = new ReplayDryRunAnswer(
            DryRun: true, preview.Selected, preview.Examined, preview.MapperVersion, await DuplicatesAsync(request, http.RequestAborted), preview.Doubtful,
            [.. preview.Samples.Select(View)]);
        await Answers.JsonAsync(http, StatusCodes.Status200OK, answer, ContractsJson.Default.ReplayDryRunAnswer);
    }

    private Task<(Replay Replay, bool IsNew)?> CreateAsync(HttpContext http, Caller caller, ReplayRequest request) =>
        audit.RecordAsync<(Replay Replay, bool IsNew), (Replay Replay, bool IsNew)?>(
            caller, () => replays.CreateAsync(request, caller.Name, http.RequestAborted),
            written => written.IsNew ? Entry(caller, written.Replay.Id, AuditRecord.Create, "created") : null);

    private static AuditEntry Entry(Caller caller, int replayId, string action, string done) => new()
    {
        RelatedType = "REPLAY",
        RelatedId = replayId,
        OrganisationId = caller.OrganisationId,
        Action = action,
        Summary = string.Create(CultureInfo.InvariantCulture, $"Replay {done}: {replayId}"),
    };

    private async Task StartAsync(HttpContext http, Caller caller, ReplayRequest request)
    {
        var isOpen = await mappers.FindAsync(request.DestinationId, http.RequestAborted) is not null;
        if (!isOpen || await CreateAsync(http, caller, request) is not var (replay, isNew))
        {
            await NoDestinationAsync(http);
            return;
        }

        await SendAsync(http, replay, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, isNew);
    }

    private async Task<bool> IsLiveAsync(ReplayRequest request, Caller caller, CancellationToken cancellation) =>
        (await deliveries.DestinationsOfAsync(caller.OrganisationId, cancellation)).Any(each => each.Id == request.DestinationId);

    private static Task NoDestinationAsync(HttpContext http) =>
        Answers.FieldAsync(http, "destination", "There is no such destination, it was deleted, or its settings cannot be read.");

    private async Task<Replay?> FindAsync(HttpContext http, Caller caller)
    {
        var own = await deliveries.OwnedAsync(caller.OrganisationId, http.RequestAborted);
        if (await replays.FindAsync(http.PathId("id"), http.RequestAborted) is { } replay && own.Contains(replay.Request.DestinationId)) return replay;
        await Answers.DetailAsync(http, StatusCodes.Status404NotFound, ErrorCodes.NotFound, "There is no such replay.");
        return null;
    }

    private async Task SendAsync(HttpContext http, Replay replay, int status, bool? isNew)
    {
        var summary = await SummaryAsync(replay, isNew, http.RequestAborted);
        await Answers.JsonAsync(http, status, summary, ContractsJson.Default.ReplaySummary);
    }

    private async Task<ReplaySummary> SummaryAsync(Replay replay, bool? isNew, CancellationToken cancellation)
    {
        using var request = JsonDocument.Parse(replay.Request.ToJson());
        return new ReplaySummary
        {
            Id = replay.Id,
            Destination = replay.Request.DestinationId,
            Mode = ReplayFields.Name(replay.Request.Mode),
            State = Text(replay.State),
            Created = isNew,
            Request = request.RootElement.Clone(),
            Examined = replay.Examined,
            Selected = replay.Taken,
            Outstanding = replay.Outstanding,
            Outcomes = [.. replay.Outcomes.Select(count => new ReplayTally(count.Outcome, count.Reason, count.Events))],
            Duplicates = await DuplicatesAsync(replay.Request, cancellation),
            PossibleDuplicates = replay.PossibleDuplicates,
            CreatedBy = replay.CreatedBy,
            CreatedAt = replay.CreatedAt,
            FinishedAt = replay.FinishedAt,
        };
    }

    private async Task<string> DuplicatesAsync(ReplayRequest request, CancellationToken cancellation)
    {
        if (request.Mode == ReplayMode.VerifyOnly) return "Nothing is sent.";
        if (request.NewKeys) return "Events travel under new ids: the receiver keeps them beside those that it has.";
        return (await mappers.FindAsync(request.DestinationId, cancellation))?.Integration.Duplicates ?? "";
    }

    private static string Text(ReplayState state) => state.ToString().ToLowerInvariant();

    private static ReplaySampleView View(ReplaySample sample) => new()
    {
        EventId = sample.EventId,
        Sequence = sample.Sequence,
        OccurredAt = sample.OccurredAt,
        Identity = sample.Identity,
        Old = sample.Old,
        OldMapperVersion = sample.OldVersion,
        NewOutcome = sample.New.Outcome,
        New = sample.New.Outcome == "mapped" ? sample.New.Records : $"{sample.New.Reason}: {sample.New.Records}",
        Differences = sample.Differences,
    };
}
