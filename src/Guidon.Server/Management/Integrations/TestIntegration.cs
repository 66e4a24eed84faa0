using Guidon.Contracts;
using Guidon.Delivery;
using Guidon.Events;

namespace Guidon.Server.Management.Integrations;

/// <summary>
/// <c>POST …/integrations/{integration}/{id}/test/</c>: sends a marked event with the stored settings through mapper, address guard,
/// socket and reader, and shows what the receiver answered. 200 whatever came of it; <c>delivered</c> says it.
/// </summary>
internal sealed class TestIntegration(IntegrationTarget target, DeliveryService delivery, EventIdSource ids, TimeProvider time)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        if (await target.FindItemAsync(http, caller) is not var (destination, integration)) return;
        var marked = Canary.For(integration, ids.Next(), time.GetUtcNow(), destination);
        if (await delivery.TryAsync(destination, marked, http.RequestAborted) is not { } trial)
        {
            await Answers.DetailAsync(
                http, StatusCodes.Status400BadRequest, ErrorCodes.Invalid, "The stored settings cannot be read; enter them again.");
            return;
        }

        await Answers.JsonAsync(http, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("delivered"u8, trial.Delivered);
            json.WriteString("reason"u8, trial.Reason);
            if (trial.Status is { } status) json.WriteNumber("status"u8, status);
            else json.WriteNull("status"u8);
            json.WriteString("reply"u8, trial.Reply);
            json.WriteNumber("milliseconds"u8, Math.Round(trial.Took.TotalMilliseconds, 1));
            json.WriteString("event_id"u8, marked.Id);
            json.WriteString("identity"u8, Canary.Identifier);
            json.WriteEndObject();
        });
    }
}
