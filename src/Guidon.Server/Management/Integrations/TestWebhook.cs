using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Contracts;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events;
using Guidon.Server.Edge;

namespace Guidon.Server.Management.Integrations;

/// <summary>
/// <c>POST /webhooks/test/</c>: sends a marked change to an address that need not be stored, signed with the secret that came along. 200 when the
/// receiver took it, 400 otherwise, with its status. Its words stay here: whoever may test an address must not read what is behind it.
/// </summary>
internal sealed class TestWebhook(IntegrationTarget target, SettingsCheck check, DeliveryService delivery, EventIdSource ids, TimeProvider time)
{
    private const string Address = "webhook_url";
    private const string Organisation = "organisation";
    private const int TypeCharsMax = 20;
    private const int IdCharsMax = 200;

    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        using var body = await IntegrationTarget.ReadBodyAsync(http);
        if (body is null) return;
        var errors = new FieldErrors();
        var scope = Scope(body.RootElement, errors);
        if (scope is null)
        {
            await errors.SendAsync(http);
            return;
        }

        if (await target.ScopeAsync(caller, scope.Value.Type == Organisation, scope.Value.Id, http.RequestAborted) is not var (stream, integration, place))
        {
            await Answers.NotFoundAsync(http);
            return;
        }

        if (!caller.May(Permission.Admin, place))
        {
            await Answers.ForbiddenAsync(http);
            return;
        }

        var (stored, written) = (await StoredAsync(stream, integration, body.RootElement, http.RequestAborted), Settings(body.RootElement));
        var result = await check.CheckAsync(integration, written, stored, http.RequestAborted);
        if (result.Values is not { } values)
        {
            await Answers.FieldsAsync(http, result.Errors.ByField.ToDictionary(pair => pair.Key == "url" ? Address : pair.Key, pair => pair.Value));
            return;
        }

        var kind = scope.Value.Type == Organisation ? EventKind.AuditCreated : EventKind.FlagChanged;
        var marked = Canary.Change(ids.Next(), time.GetUtcNow()) with { Kind = kind };
        await AnswerAsync(http, await delivery.TryAsync(integration, values, new DecodedEvent(marked), http.RequestAborted));
    }

    // Without an id it is the caller's organisation that speaks: dashboards send one, other clients need not.
    private static (string Type, string? Id)? Scope(JsonElement body, FieldErrors errors)
    {
        var fields = new FieldReader(body, errors);
        fields.Needed(Address);
        if (fields.Needed("scope") is not { } element) return null;
        var scope = new FieldReader(element, new FieldErrors());
        var (type, id) = (scope.Text("type", TypeCharsMax), scope.TextOrNull("id", IdCharsMax));
        if (type is not (null or "environment" or Organisation)) scope.Errors.Add("type", $"\"{type}\" is not a valid choice.");
        errors.Add("scope", scope.Errors);
        return errors.Any || type is null ? null : (type, id);
    }

    // A dashboard sends back the secret as it was shown; what is stored for the same address stands behind it.
    private async Task<SettingsValues?> StoredAsync(int stream, Integration integration, JsonElement body, CancellationToken cancellation)
    {
        var address = body.GetProperty(Address).ToString();
        var all = await target.OfAsync(stream, integration, cancellation);
        return all.Select(target.Open).FirstOrDefault(values => values?.Text("url") == address) is { } same && body.TryGetProperty("secret", out _) ? same : null;
    }

    private static JsonElement Settings(JsonElement body)
    {
        var settings = new JsonObject { ["url"] = JsonNode.Parse(body.GetProperty(Address).GetRawText()), ["enabled"] = true };
        if (body.TryGetProperty("secret", out var secret) && secret.ValueKind != JsonValueKind.Null) settings["secret"] = JsonNode.Parse(secret.GetRawText());
        return JsonElement.Parse(settings.ToJsonString());
    }

    private static Task AnswerAsync(HttpContext http, Trial trial)
    {
        var status = trial.Delivered ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        return Answers.JsonAsync(http, status, json =>
        {
            json.WriteStartObject();
            json.WriteString("detail"u8, trial.Delivered ? "The receiver took the test." : $"The receiver did not take the test: {trial.Reason}.");
            if (!trial.Delivered) json.WriteString("body"u8, "");
            if (trial.Status is { } answered) json.WriteNumber("status"u8, answered);
            else json.WriteNull("status"u8);
            if (!trial.Delivered) json.WriteString("code"u8, ErrorCodes.NotTaken);
            json.WriteEndObject();
        });
    }
}
