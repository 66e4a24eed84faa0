using System.Globalization;
using System.Text.Json;
using Guidon.Contracts;
using Guidon.Delivery;
using Guidon.Delivery.Parking;
using Guidon.Server.Edge;
using Guidon.Storage.Audit;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Parking;

/// <summary><c>/api/guidon/v1/parked</c>: what receivers would not take, and what becomes of it.</summary>
internal sealed class ParkedEndpoints(ParkedEvents parked, DestinationMappers mappers, DeliveryService delivery, AuditLog audit, TimeProvider time)
{
    private const int PageMax = 1_000;
    private const int PageUsual = 100;

    /// <summary>The list, by destination and sequence; <c>after</c> is the <c>next</c> of the page before.</summary>
    internal async Task ListAsync(HttpContext http, Caller caller)
    {
        var fields = new QueryFields(http.Request.Query);
        var query = Query(fields, caller);
        var limit = fields.Integer("limit", 1, PageMax) ?? PageUsual;
        var after = fields.Text("after");
        if (after is not null && ParkedKey.Parse(after) is null) fields.Errors.Add("after", "The next of an earlier page is required.");
        if (await fields.RefuseAsync(http)) return;
        var page = await parked.ListAsync(query, ParkedKey.Parse(after) ?? default, limit, http.RequestAborted);
        var list = new ParkedList([.. page.Entries.Select(Summary)], page.Next?.ToString());
        await Answers.JsonAsync(http, StatusCodes.Status200OK, list, ContractsJson.Default.ParkedList);
    }

    /// <summary>Every entry as a line of JSON, while it is read.</summary>
    internal async Task ExportAsync(HttpContext http, Caller caller)
    {
        var fields = new QueryFields(http.Request.Query);
        var query = Query(fields, caller);
        if (await fields.RefuseAsync(http)) return;
        http.Response.ContentType = "application/x-ndjson";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"parked.ndjson\"";
        await foreach (var entry in parked.AllAsync(query, http.RequestAborted))
        {
            await http.Response.Body.WriteAsync(
                JsonSerializer.SerializeToUtf8Bytes(Summary(entry), ContractsJson.Default.ParkedSummary), http.RequestAborted);
            await http.Response.Body.WriteAsync("\n"u8.ToArray(), http.RequestAborted);
        }
    }

    /// <summary>One entry with the receiver's answer and the request.</summary>
    internal async Task GetAsync(HttpContext http, Caller caller)
    {
        if (await FindAsync(http, caller) is not { } entry) return;
        var mapper = await mappers.FindAsync(entry.Key.DestinationId, http.RequestAborted);
        var decoded = entry.Logged is { } logged ? await mappers.DecodeAsync(logged, http.RequestAborted) : default;
        var rendered = mapper is null ? new RenderedEvent("destination_closed", "", "")
            : mapper.Render(decoded);
        var request = mapper?.Request(decoded, time.GetUtcNow());
        var detail = new ParkedDetail(
            Summary(entry),
            request is null ? null : new RequestView(
                request.Address, request.Headers.GroupBy(header => header.Key).ToDictionary(same => same.Key, same => same.First().Value), request.Body),
            mapper?.Integration.MapperVersion ?? 0,
            request is null ? $"{rendered.Outcome}: {rendered.Reason}" : "");
        await Answers.JsonAsync(http, StatusCodes.Status200OK, detail, ContractsJson.Default.ParkedDetail);
    }

    /// <summary>One goes back to pending.</summary>
    internal async Task RetryAsync(HttpContext http, Caller caller)
    {
        if (await FindAsync(http, caller) is not { } entry) return;
        var isMoved = await RecordAsync(caller, "retried", () => parked.RetryAsync(entry.Key, http.RequestAborted));
        delivery.ReplayChanged(entry.Key.DestinationId);
        await MovedAsync(http, isMoved);
    }

    /// <summary>One is given up: <c>{"reason": "…"}</c>.</summary>
    internal Task CancelAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, async body =>
    {
        var fields = new BodyFields(body);
        var reason = Reason(fields);
        if (await RefuseAsync(http, fields) || reason is null || await FindAsync(http, caller) is not { } entry) return;
        await MovedAsync(http, await RecordAsync(caller, "cancelled", () => parked.CancelAsync(entry.Key, reason, caller.Name, http.RequestAborted)));
    });

    /// <summary>All that the body's filters select go back to pending.</summary>
    internal Task RetryAllAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, async body =>
    {
        var fields = new BodyFields(body);
        var (query, isDryRun) = (Query(fields, caller), fields.Flag("dry_run"));
        if (await RefuseAsync(http, fields)) return;
        var moved = isDryRun
            ? await parked.CountAsync(query, http.RequestAborted)
            : await RecordAsync(caller, "retried", () => parked.RetryAsync(query, http.RequestAborted));
        foreach (var status in await delivery.StatusOfAsync(caller.OrganisationId, http.RequestAborted)) delivery.ReplayChanged(status.Destination.Id);
        await MovedAsync(http, moved, isDryRun);
    });

    /// <summary>All that the body's filters select are given up, with the body's reason.</summary>
    internal Task CancelAllAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, async body =>
    {
        var fields = new BodyFields(body);
        var (query, isDryRun, why) = (Query(fields, caller, "parked_reason"), fields.Flag("dry_run"), Reason(fields));
        if (await RefuseAsync(http, fields) || why is null) return;
        var moved = isDryRun
            ? await parked.CountAsync(query, http.RequestAborted)
            : await RecordAsync(caller, "cancelled", () => parked.CancelAsync(query, why, caller.Name, http.RequestAborted));
        await MovedAsync(http, moved, isDryRun);
    });

    // One record for each portion that is moved. The reason stays with the events: an erasure may have to take it away.
    private Task<T> RecordAsync<T>(Caller caller, string done, Func<ValueTask<T>> move) => audit.RecordAsync<int, T>(caller, move, moved => moved == 0 ? null : new AuditEntry
    {
        RelatedType = "PARKED_EVENT",
        OrganisationId = caller.OrganisationId,
        Action = AuditRecord.Update,
        Summary = string.Create(CultureInfo.InvariantCulture, $"Parked events {done}: {moved}"),
    });

    private static string? Reason(BodyFields fields)
    {
        var reason = fields.Text("reason");
        if (reason is null) fields.Errors.Add("reason", FieldErrors.Required);
        return reason;
    }

    private static async Task<bool> RefuseAsync(HttpContext http, BodyFields fields)
    {
        fields.Close();
        if (fields.Errors.Any) await fields.Errors.SendAsync(http);
        return fields.Errors.Any;
    }

    private async Task<ParkedEntry?> FindAsync(HttpContext http, Caller caller)
    {
        var key = ParkedKey.Parse(http.PathText("id"));
        if (key is { } known && await parked.FindAsync(known, caller.OrganisationId, http.RequestAborted) is { } entry) return entry;
        await Answers.DetailAsync(http, StatusCodes.Status404NotFound, ErrorCodes.NotFound, "No such event is parked.");
        return null;
    }

    private static Task MovedAsync(HttpContext http, bool isMoved) => isMoved
        ? MovedAsync(http, 1, isDryRun: false)
        : Answers.DetailAsync(http, StatusCodes.Status409Conflict, ErrorCodes.Conflict, "It is not parked any more, or its destination is deleted.");

    private static Task MovedAsync(HttpContext http, long events, bool isDryRun) => Answers.JsonAsync(
        http, StatusCodes.Status200OK, new MovedEvents(events, isDryRun), ContractsJson.Default.MovedEvents);

    private static ParkedQuery Query(QueryFields fields, Caller caller) => new()
    {
        OrganisationId = caller.OrganisationId,
        DestinationId = fields.Integer("destination", 1, int.MaxValue),
        Reason = fields.Text("reason"),
        From = fields.Time("from"),
        To = fields.Time("to"),
        Identity = fields.Text("identity"),
    };

    private static ParkedQuery Query(BodyFields fields, Caller caller, string reason = "reason") => new()
    {
        OrganisationId = caller.OrganisationId,
        DestinationId = fields.Integer("destination"),
        Reason = fields.Text(reason),
        From = fields.Time("from"),
        To = fields.Time("to"),
        Identity = fields.Text("identity"),
    };

    private static ParkedSummary Summary(ParkedEntry entry) => new()
    {
        Id = entry.Key.ToString(),
        Destination = entry.Key.DestinationId,
        Sequence = entry.Key.Sequence,
        EventId = entry.Parked.EventId,
        Identity = entry.Identity,
        Reason = entry.Parked.Reason,
        Detail = entry.Parked.Detail,
        MapperVersion = entry.Parked.MapperVersion,
        OccurredAt = entry.Logged?.OccurredAt,
        ParkedAt = entry.Parked.ParkedAt,
    };
}
