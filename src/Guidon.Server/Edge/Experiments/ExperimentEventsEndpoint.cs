using System.Globalization;
using System.Text.Json;
using Guidon.Flags;
using Guidon.Server.Access;

namespace Guidon.Server.Edge.Experiments;

/// <summary>
/// <c>POST /v1/events</c>: what clients with experiments report. There is no store for experiments: an accepted event is counted as
/// usage of the feature that it names, if the environment has it, and nothing else of it is kept. Each event is judged by itself.
/// </summary>
internal sealed class ExperimentEventsEndpoint(UsageCounter usage, TimeProvider time)
{
    internal Task PostAsync(HttpContext http, KeyGrant grant) => JsonBody.AnswerAsync(http, body =>
    {
        var errors = new FieldErrors();
        if (new FieldReader(body, errors).Needed("events") is not { } list) return errors.SendAsync(http);
        if (list.ValueKind == JsonValueKind.Array) return AnswerAsync(http, grant.State.Current, list);
        errors.Add("events", $"Expected a list of items but got type \"{JsonText.PythonType(list.ValueKind)}\".");
        return errors.SendAsync(http);
    });

    private Task AnswerAsync(HttpContext http, LiveEnvironment environment, JsonElement list)
    {
        var now = time.GetUtcNow();
        var rejected = new List<(int Index, string Error)>();
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (ExperimentEventCheck.Error(item, now) is { } error) rejected.Add((index, string.Create(CultureInfo.InvariantCulture, $"events[{index}]{error}")));
            else Count(environment, ExperimentEventCheck.FeatureOf(item));
            index++;
        }

        var accepted = index - rejected.Count;
        return Answers.JsonAsync(http, accepted > 0 ? StatusCodes.Status202Accepted : StatusCodes.Status400BadRequest, json =>
        {
            json.WriteStartObject();
            if (index == 0) json.WriteString("error"u8, "events must be non-empty");
            json.WriteNumber("accepted"u8, accepted);
            WriteRejected(json, rejected);
            if (accepted == 0) json.WriteString("code"u8, Contracts.ErrorCodes.Invalid);
            json.WriteEndObject();
        });
    }

    private void Count(LiveEnvironment environment, string? feature)
    {
        var flag = feature is null ? -1 : environment.FlagSet.FindFlagIgnoringCase(feature);
        if (flag >= 0) usage.Add(environment.Id, environment.FlagSet.Flags[flag].Name, 1);
    }

    private static void WriteRejected(Utf8JsonWriter json, List<(int Index, string Error)> rejected)
    {
        json.WriteStartArray("rejected"u8);
        foreach (var (index, error) in rejected)
        {
            json.WriteStartObject();
            json.WriteNumber("index"u8, index);
            json.WriteString("error"u8, error);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
