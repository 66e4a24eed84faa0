using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Integrations;

/// <summary>
/// <c>PUT</c> and <c>PATCH …/integrations/{integration}/{id}/</c>. Both keep what is not named, since secrets are never shown and a
/// client cannot send back what it cannot read. A held destination becomes active again: its owner has just mended it.
/// </summary>
internal sealed class ChangeIntegration(
    IntegrationTarget target, SettingsCheck check, IDeliveryStore store, ISettingsProtector protector, DestinationChanges changes)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        if (await target.FindItemAsync(http, caller) is not var (destination, integration)) return;
        using var body = await IntegrationTarget.ReadBodyAsync(http);
        if (body is null) return;
        var stored = target.Open(destination);
        var result = await check.CheckAsync(integration, body.RootElement, stored, http.RequestAborted);
        if (result.Values is not { } values)
        {
            await Answers.FieldsAsync(http, result.Errors.ByField);
            return;
        }

        var changed = await changes.RecordAsync(
            caller, AuditRecord.Update, DestinationChanges.Fields(integration, stored, values),
            () => store.ChangeSettingsAsync(destination.Id, protector.Protect(values.ToJson()), http.RequestAborted));
        if (changed is null)
        {
            await Answers.NotFoundAsync(http);
            return;
        }

        await changes.ApplyAsync();
        await Answers.JsonAsync(http, StatusCodes.Status200OK, json => target.Write(json, changed, integration));
    }
}
