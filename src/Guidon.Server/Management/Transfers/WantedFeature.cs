using System.Text.Json;
using Guidon.Flags;
using Guidon.Server.Edge;
using Guidon.Server.Management.ExternalResources;
using Guidon.Server.Management.Features;

namespace Guidon.Server.Management.Transfers;

/// <summary>A feature of a file.</summary>
internal sealed class WantedFeature
{
    internal WantedFeature(JsonElement item)
    {
        Body = new FeatureRequest(item);
        var reader = new FieldReader(item, Body.Errors);
        Uuid = reader.UuidOrNull("uuid");
        TagUuids = [.. reader.Texts("tag_uuids", FeatureRequest.LinksMax, 36).Select(text => Guid.TryParse(text, out var uuid) ? uuid : Guid.Empty)];
        (OwnerEmails, OwnerGroups) = (reader.Texts("owner_emails", FeatureRequest.LinksMax, 320), reader.Texts("owner_groups", FeatureRequest.LinksMax, 200));
        Links = reader.ItemsOrNull("external_resources", ExternalResourceBody.LinksMax)?.Select(each => new ExternalResourceBody(each)).ToList();
        VariantUuids = [.. (reader.Optional("multivariate_options") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default)
            .Take(DocumentLimits.VariantsMax).Select(each => each.ValueKind == JsonValueKind.Object && each.TryGetProperty("uuid", out var uuid) && uuid.ValueKind == JsonValueKind.String && uuid.TryGetGuid(out var found) ? found : (Guid?)null)];
    }

    internal FeatureRequest Body { get; }

    internal FieldErrors Errors => Body.Errors;

    internal string Name => Body.Name;

    internal Guid? Uuid { get; }

    internal IReadOnlyList<Guid> TagUuids { get; }

    internal IReadOnlyList<string> OwnerEmails { get; }

    internal IReadOnlyList<string> OwnerGroups { get; }

    /// <summary><see langword="null"/> in files that were made before there were links: they take none away.</summary>
    internal IReadOnlyList<ExternalResourceBody>? Links { get; }

    /// <summary>As many as there are variants.</summary>
    internal IReadOnlyList<Guid?> VariantUuids { get; }
}
