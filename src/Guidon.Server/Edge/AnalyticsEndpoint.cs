using System.Text.Json;
using Guidon.Contracts;
using Guidon.Flags;
using Guidon.Server.Access;

namespace Guidon.Server.Edge;

/// <summary>
/// <c>POST /api/v1/analytics/flags/</c>: feature name → number of evaluations since the SDK's last flush. What comes with a server-side key and a name, as from
/// an edge, is stored before it is answered, and once however often it comes.
/// </summary>
/// <param name="usage">Counts what has no name.</param>
/// <param name="reports">Stores what has one; <see langword="null"/> where names are not known.</param>
/// <param name="time">Whose hour it is counted in.</param>
internal sealed class AnalyticsEndpoint(UsageCounter usage, IUsageStore? reports, TimeProvider time)
{
    // A count that no client reaches between two flushes; beyond it a number is a mistake and would drown the others.
    internal const long CountMax = 10_000_000;

    // 200 with a JSON body and nothing less: two clients count again after 204 or an empty body.
    private static readonly byte[] s_accepted = "{}"u8.ToArray();

    /// <summary>Whether a report may have a name here.</summary>
    internal bool TakesNames => reports is not null;

    internal async Task PostAsync(HttpContext http, KeyGrant grant)
    {
        var (body, error) = await RequestBody.ReadAsync(http);
        var counts = new List<(int Flag, long Count)>();
        if (body is not null)
        {
            using (body) error = Read(body.Utf8, grant.State.Current, counts);
        }

        // Counted only when the whole body was good, so that a client that repeats a refused body is not counted twice.
        if (error is not null) await error.SendAsync(http);
        else if (await TryCountAsync(http, grant, counts)) await Answers.JsonAsync(http, StatusCodes.Status200OK, s_accepted);
        else await Answers.DetailAsync(http, StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "The report could not be stored; send it again as it is.");
    }

    // Names cost a row each, so only who has the secret key may give one.
    private async Task<bool> TryCountAsync(HttpContext http, KeyGrant grant, List<(int Flag, long Count)> counts)
    {
        var environment = grant.State.Current;
        if (reports is null || !grant.ServerSide || ReportName.Read(http.Request.Headers[ReportName.Header]) is not { } name)
        {
            foreach (var (flag, count) in counts) usage.Add(environment.Id, environment.FlagSet.Flags[flag].Name, count);
            return true;
        }

        var now = time.GetUtcNow();
        var hour = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour));
        try
        {
            // Not cancellable: whoever is gone sends it again.
            await reports.AddAsync(
                new UsageReport(name.Writer, name.Number, now, [.. counts.Select(each => new FeatureUsage(environment.Id, environment.FlagSet.Flags[each.Flag].Name, hour, each.Count))], []), CancellationToken.None);
            return true;
        }
        catch (UsageStoreException)
        {
            return false;   // whoever asked is told, and asks again
        }
    }

    private static BodyError? Read(ReadOnlySpan<byte> utf8, LiveEnvironment environment, List<(int Flag, long Count)> counts)
    {
        try
        {
            var json = new Utf8JsonReader(utf8);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return NotAnObject();
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
