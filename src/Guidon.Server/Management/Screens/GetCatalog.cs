using System.Text.Json;
using Guidon.Contracts;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Integrations;

namespace Guidon.Server.Management.Screens;

/// <summary><c>GET /api/guidon/v1/integrations</c>: the catalog, with what a form needs to ask for settings.</summary>
internal sealed class GetCatalog(IEnumerable<Integration> catalog)
{
    private readonly CatalogAnswer _answer = new(
        [.. catalog.Where(each => each.Facts is not null).Select(View).OrderBy(each => each.Title, StringComparer.OrdinalIgnoreCase)],
        [.. DeliveryFields.All.Select(View)],
        [.. Catalog.HealthFormats.Select(each => new HealthFormatView(each.Name, each.Sends, each.Sample))]);

    internal Task InvokeAsync(HttpContext http, Caller caller) =>
        Answers.JsonAsync(http, StatusCodes.Status200OK, _answer, ContractsJson.Default.CatalogAnswer);

    private static IntegrationView View(Integration integration) => new()
    {
        Name = integration.Name,
        Title = integration.Facts?.Title ?? integration.Name,
        Sends = integration.Facts?.Sends ?? "",
        Dedupe = integration.Facts?.Dedupe ?? "",
        TooOld = integration.Facts?.TooOld ?? "",
        SendsChanges = integration.SendsChanges,
        Levels = [.. integration.Levels.Select(level => Name(level))],
        HasSeveral = integration.HasSeveral,
        Fields = [.. integration.Fields.Select(View)],
    };

    private static SettingView View(SettingsField field) => new()
    {
        Name = field.Name,
        Kind = Name(field.Kind),
        Purpose = field.Purpose,
        Required = field.Required,
        Default = field.Default,
        Choices = field.Choices,
        CharactersMax = field.CharactersMax,
    };

    private static string Name(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
