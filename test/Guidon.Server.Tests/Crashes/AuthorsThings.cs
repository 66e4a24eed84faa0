using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Crashes;

/// <summary>What one author alone changes.</summary>
/// <param name="PartsName">The feature of which all parts always hold the same tag.</param>
/// <param name="PartsId">Its id.</param>
/// <param name="Variants">Its two variants.</param>
/// <param name="PlainId">A feature without variants.</param>
/// <param name="IdentityState">Where the identity's own state of it is.</param>
public sealed record AuthorsThings(string PartsName, int PartsId, int[] Variants, int PlainId, string IdentityState)
{
    public static async Task<AuthorsThings> MakeAsync(GuidonProcess server, int author)
    {
        const string Features = "api/v1/projects/1/features/";
        var parts = await PostAsync(Features, new { name = $"parts-{author}", multivariate_options = Options });
        var plain = await PostAsync(Features, new { name = $"plain-{author}" });
        var identities = $"api/v1/environments/{server.ClientKey}/identities/";
        var states = $"{identities}{(await PostAsync(identities, new { identifier = $"who-{author}" })).GetProperty("id")}/featurestates/";
        var state = await PostAsync(states, new { feature = plain.GetProperty("id").GetInt32(), enabled = true, feature_state_value = "own" });
        return new AuthorsThings(
            $"parts-{author}", parts.GetProperty("id").GetInt32(), [.. parts.GetProperty("multivariate_options").EnumerateArray().Select(each => each.GetProperty("id").GetInt32())],
            plain.GetProperty("id").GetInt32(), $"{states}{state.GetProperty("id")}/");

        async Task<JsonElement> PostAsync(string path, object body) => await server.ManageAsync(HttpStatusCode.Created, "POST", path, JsonSerializer.Serialize(body));
    }

    /// <summary>The variants that a feature begins with.</summary>
    public static object Options { get; } = new[]
    {
        new { type = "unicode", string_value = "left", default_percentage_allocation = 10 }, new { type = "unicode", string_value = "right", default_percentage_allocation = 20 },
    };

    public string PartsPath(string environment) => $"api/__future__/environments/{environment}/features/{PartsId}/";

    public string PlainPath(string environment) => $"api/__future__/environments/{environment}/features/{PlainId}/";

    /// <summary>The body that gives all parts of the first feature one tag and one share: its default and its overrides.</summary>
    public object Parts(int[] segments, string tag, int share)
    {
        var (value, variants) = (new { type = "string", value = tag }, Variants.Select(id => new { id, weight = share }));
        return new
        {
            environment_default = new { enabled = share % 2 == 0, value, variants },
            segment_overrides = segments.Select(id => new { segment = new { id }, enabled = share % 2 == 0, value, variants }),
        };
    }
}
