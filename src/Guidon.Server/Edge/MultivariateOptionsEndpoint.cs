using System.Globalization;
using Guidon.Evaluation;
using Guidon.Flags;
using Guidon.Flags.Documents;
using Guidon.Server.Access;

namespace Guidon.Server.Edge;

/// <summary><c>GET /api/v1/flags/{feature_id}/multivariate-options/</c>: all values that a feature can have here. Tools call it, SDKs do not.</summary>
internal static class MultivariateOptionsEndpoint
{
    internal static Task GetAsync(HttpContext http, KeyGrant grant)
    {
        var environment = grant.State.Current;
        if (Find(environment, http.GetRouteValue("feature_id") as string, grant.ServerSide) is not { } state) return FlagsEndpoint.NotFoundAsync(http);
        EdgeHeaders.Write(http.Response, environment);
        return Answers.JsonAsync(http, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("control_value"u8);
            json.WriteRawValue(state.ValueJson);
            json.WriteStartArray("options"u8);
            foreach (var option in state.MultivariateValues)
            {
                json.WriteStartObject();
                json.WritePropertyName("value"u8);
                json.WriteRawValue(option.OptionValueJson);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    // A feature that the key does not see is not there, as everywhere else.
    private static FeatureStateDocument? Find(LiveEnvironment environment, string? id, bool serverSide)
    {
        if (!int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var featureId)) return null;
        var state = environment.Document.FeatureStates.FirstOrDefault(each => each.Feature.Id == featureId);
        var flag = state is null ? -1 : environment.FlagSet.FindFlag(state.Feature.Name);
        if (flag < 0) return null;
        var outcome = environment.FlagSet.Outcomes[Evaluator.EnvironmentOutcome(environment.FlagSet, flag)];
        return environment.IsShown(outcome, serverSide) ? state : null;
    }
}
