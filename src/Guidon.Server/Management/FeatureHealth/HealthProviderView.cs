using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.FeatureHealth;

/// <summary>Shows providers, with the addresses at which they report.</summary>
/// <param name="address">Makes the secret part.</param>
/// <param name="server">Makes the rest.</param>
internal sealed class HealthProviderView(HealthAddress address, PublicAddress server)
{
    internal const string Path = "/api/v1/feature-health/";

    internal HealthProviderAnswer Show(ControlPlane plane, HttpContext http, FeatureHealthProvider row) => new(
        row.CreatedBy is { } id ? plane.Users.Where(each => each.Id == id).Select(each => each.Email).SingleOrDefault() : null, row.Name, row.ProjectId,
        $"{server.Of(http.Request)}{Path}{address.Of(row.Uuid)}/");
}
