using System.Text.Json;
using Guidon.Flags;
using Guidon.Server.Access;

namespace Guidon.Server.Edge;

/// <summary><c>POST /api/v1/analytics/flags/</c>: feature name → number of evaluations since the SDK's last flush.</summary>
internal sealed class AnalyticsEndpoint(UsageCounter usage)
{
    // A count that no client reaches between two flushes; beyond it a number is a mistake and would drown the others.
    internal const long CountMax = 10_000_000;

    // 200 with a JSON body and nothing less: two clients count again after 204 or an empty body.
    private static readonly byte[] s_accepted = "{}"u8.ToArray();

    internal async Task PostAsync(HttpContext http, KeyGrant grant)
    {
        var (body, error) = await RequestBody.ReadAsync(http);
        if (body is not null)
        {
            using (body) error = Read(body.Utf8, grant.State.Current);
        }

        await (error?.SendAsync(http) ?? Answers.JsonAsync(http, StatusCodes.Status200OK, s_accepted));
    }

    private BodyError? Read(ReadOnlySpan<byte> utf8, LiveEnvironment environment)
    {
        try
        {
            var json = new Utf8JsonReader(utf8);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return NotAnObject();
            var counts = new List<(int Flag, long Count)>();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var flag = environment.FlagSet.FindFlagIgnoringCase(json.GetString() ?? "");
                json.Read();
                if (flag >= 0 && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var count) && count > 0)
                {
                    counts.Add((flag, Math.Min(count, CountMax)));
                }

                json.Skip();
            }

            while (json.Read())
            {
                // Nothing may follow the object: the reader itself throws.
            }

            // Counted only when the whole body was good, so that a client that repeats a refused body is not counted twice.
            foreach (var (flag, count) in counts) usage.Add(environment.Id, environment.FlagSet.Flags[flag].Name, count);
            return null;
        }
        catch (JsonException error)
        {
            return IdentityRequestReader.ParseError(error.Message);
        }
        catch (InvalidOperationException)
        {
            return IdentityRequestReader.ParseError("text that is not valid Unicode");
        }
    }

    private static BodyError NotAnObject() =>
        new(StatusCodes.Status400BadRequest, """{"non_field_errors":["Expected a JSON object."],"code":"invalid"}"""u8.ToArray());
}
