using System.Text.Json;
using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Server.Management.Features;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.ExternalResources;

/// <summary>Finds and shows links.</summary>
internal static class ExternalResourceView
{
    /// <summary>The link that the path names; <see langword="null"/> when there is no such thing for the caller.</summary>
    internal static FeatureExternalResource? Find(ControlPlane plane, Caller caller, HttpContext http)
    {
        if (FeatureTarget.Find(plane, caller, http) is not var (_, feature)) return null;
        var id = http.PathId("resource");
        return plane.ExternalResources.SingleOrDefault(each => each.Id == id && each.FeatureId == feature.Id);
    }

    /// <summary>Notes an address that the feature has already.</summary>
    internal static void Check(ControlPlane plane, int featureId, string url, FieldErrors errors, int ownId)
    {
        if (plane.ExternalResources.Any(each => each.FeatureId == featureId && each.Url == url && each.Id != ownId)) errors.Add("url", "This feature has a link to it already.");
    }

    internal static IReadOnlyList<ExternalResourceAnswer> Show(IReadOnlyList<FeatureExternalResource> rows) => [.. rows.Select(Show)];

    internal static Reply Answer(int status, FeatureExternalResource row) => Reply.Of(status, Show(row), ContractsJson.Default.ExternalResourceAnswer);

    private static ExternalResourceAnswer Show(FeatureExternalResource row) =>
        new(row.Id, row.Url, row.Type, row.Metadata is null ? null : JsonElement.Parse(row.Metadata), row.FeatureId);
}
