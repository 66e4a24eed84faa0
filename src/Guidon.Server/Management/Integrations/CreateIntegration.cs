using Guidon.Contracts;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Integrations;

/// <summary><c>POST …/integrations/{integration}/</c>: 201, or 400 with all errors, or 400 when the environment has one already.</summary>
internal sealed class CreateIntegration(
    IntegrationTarget target, SettingsCheck check, IDeliveryStore store, ISettingsProtector protector, DestinationChanges changes)
{
    private const int SeveralMax = 100;

    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        if (await target.FindAsync(http, caller) is not var (stream, integration)) return;
        using var body = await IntegrationTarget.ReadBodyAsync(http);
        if (body is null) return;
        var result = await check.CheckAsync(integration, body.RootElement, stored: null, http.RequestAborted);
        if (result.Values is not { } values)
        {
            await Answers.FieldsAsync(http, result.Errors.ByField);
            return;
        }

        var sealedSettings = protector.Protect(values.ToJson());
        if (integration.HasSeveral && (await target.OfAsync(stream, integration, http.RequestAborted)).Count >= SeveralMax)
        {
            await Answers.DetailAsync(http, StatusCodes.Status400BadRequest, ErrorCodes.Invalid, $"At most {SeveralMax} of these may exist at one place.");
            return;
        }

        var created = await changes.RecordAsync(caller, AuditRecord.Create, DestinationChanges.Fields(integration, null, values), async () => integration.HasSeveral
            ? await store.CreateAnotherAsync(integration.Name, stream, sealedSettings, http.RequestAborted)
            : await store.CreateAsync(integration.Name, stream, sealedSettings, http.RequestAborted));
        if (created is null)
        {
            var level = http.GetRouteValue("project") is not null ? "project" : http.GetRouteValue("organisation") is not null ? "organisation" : "environment";
            await Answers.DetailAsync(http, StatusCodes.Status400BadRequest, ErrorCodes.AlreadyExists, $"This integration already exists for this {level}.");
            return;
        }

        await changes.ApplyAsync();
        await Answers.JsonAsync(http, StatusCodes.Status201Created, json => target.Write(json, created, integration));
    }
}
