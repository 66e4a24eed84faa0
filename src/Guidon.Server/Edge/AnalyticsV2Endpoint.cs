using System.Text.Json;
using Guidon.Flags;
using Guidon.Server.Access;

namespace Guidon.Server.Edge;

/// <summary>
/// <c>POST /api/v2/analytics/flags/</c>: counts with the identity and the state that was seen. Both are checked and not kept: usage is
/// counted per feature. Answers 204.
/// </summary>
internal sealed class AnalyticsV2Endpoint(UsageCounter usage)
{
    private const int TextCharsMax = 2_000;

    internal Task PostAsync(HttpContext http, KeyGrant grant) => JsonBody.AnswerAsync(http, body =>
    {
        var errors = new FieldErrors();
        if (new FieldReader(body, errors).Needed("evaluations") is not { } list) return errors.SendAsync(http);
        if (list.ValueKind != JsonValueKind.Array)
        {
            errors.Add("evaluations", $"Expected a list of items but got type \"{JsonText.PythonType(list.ValueKind)}\".");
            return errors.SendAsync(http);
        }

        FieldErrors[] itemErrors = [.. list.EnumerateArray().Select(_ => new FieldErrors())];
        List<(string Feature, long Count)> counts = [.. list.EnumerateArray().Select((item, i) => Read(new FieldReader(item, itemErrors[i])))];
        // Counted only when the whole body was good, so that a client that repeats a refused body is not counted twice.
        return Array.Exists(itemErrors, each => each.Any) ? FieldErrors.SendAsync(http, "evaluations", itemErrors) : CountAsync(http, grant.State.Current, counts);
    });

    private static (string Feature, long Count) Read(FieldReader fields)
    {
        var (feature, count) = (fields.Text("feature_name", TextCharsMax), fields.Integer("count"));
        fields.Flag("enabled_when_evaluated");
        if (fields.Has("identity_identifier")) fields.Text("identity_identifier", TextCharsMax);
        return (feature ?? "", count ?? 0);
    }

    private Task CountAsync(HttpContext http, LiveEnvironment environment, List<(string Feature, long Count)> counts)
    {
        foreach (var (feature, count) in counts)
        {
            var flag = environment.FlagSet.FindFlagIgnoringCase(feature);
            if (flag >= 0 && count > 0) usage.Add(environment.Id, environment.FlagSet.Flags[flag].Name, Math.Min(count, AnalyticsEndpoint.CountMax));
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
