using System.Text;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Events;

namespace Guidon.Integrations.Tests;

/// <summary>What holds for every integration that is told of evaluations; their golden payloads are <see cref="PayloadTests"/>'s.</summary>
public sealed class GoldenTests
{
    [Theory]
    [Trait("Row", "MAP-12")]
    [InlineData("heap", "node-track-200", "events[0]", "", "timestamp idempotency_key")]
    [InlineData("segment", "node-identify-200", "batch[0]", "batch[0]", "")]
    [InlineData("rudderstack", "node-identify-200", "batch[0]", "batch[0]", "")]
    [InlineData("posthog", "node-capture-200", "batch[0]", "batch[0]", "")]
    [InlineData("mixpanel", "flagsmith-engage", "[0]", "[0]", "")]
    [Trait("Row", "E20")]
    public void Address_fields_and_types_are_those_of_the_vendors_own_client(string integration, string run, string ours, string theirs, string documentedOnly)
    {
        var recorded = Golden.Recorded($"sdk-{integration}.json").GetProperty(run)[0];
        var request = Golden.SendAll(Destinations.Bind(integration), Golden.Event)[0];

        Assert.Equal(recorded.GetProperty("url").GetString(), request.Address.AbsolutePath);
        var known = At(recorded.GetProperty("body"), theirs);
        foreach (var field in At(JsonElement.Parse(request.Body.Span), ours).EnumerateObject())
        {
            if (documentedOnly.Split(' ').Contains(field.Name)) continue;   // the client is older than the field
            Assert.True(known.TryGetProperty(field.Name, out var same), $"{field.Name} is unknown to the client.");
            Assert.Equal(same.ValueKind, field.Value.ValueKind);
        }
    }

    [Theory]
    [MemberData(nameof(Destinations.Analytics), MemberType = typeof(Destinations))]
    public void The_same_event_gives_the_same_records_in_every_attempt(string integration)
    {
        var bound = Destinations.Bind(integration);

        Assert.Equal(
            bound.Map(Golden.Event).Records.Select(record => Convert.ToHexString(record.Span)),
            bound.Map(Golden.Event).Records.Select(record => Convert.ToHexString(record.Span)));
    }

    [Theory]
    [MemberData(nameof(Destinations.Analytics), MemberType = typeof(Destinations))]
    public void Every_old_value_and_every_new_one_arrives_with_its_type(string integration)
    {
        (string Old, string New)[] values = [("null", "\"x\""), ("\"x\"", "0"), ("0", "\"\""), ("true", "1.5"), ("-12", "false"), ("false", "null"), ("\"\"", "true")];
        var rows = values.SelectMany((pair, n) => new[] { SomeEvents.Flag($"old-{n}", pair.Old), SomeEvents.Flag($"new-{n}", pair.New) }).ToArray();

        var seen = Seen(integration, rows);

        foreach (var row in rows)
        {
            var json = row.Outcomes[0].Value.Json;
            var expected = json == "null" ? "true" : json;
            if (integration == "heap" && expected is ("true" or "false")) expected = $"\"{expected}\"";
            Assert.Equal(expected, seen[row.Name].GetRawText());
        }
    }

    [Theory]
    [MemberData(nameof(Destinations.Analytics), MemberType = typeof(Destinations))]
    public void Three_hundred_flags_are_all_there_under_their_own_names(string integration)
    {
        var names = Enumerable.Range(0, 297).Select(n => $"flag-{n}").Concat(["$set", "id", "distinct_id"]).ToArray();

        var seen = Seen(integration, [.. names.Select(name => SomeEvents.Flag(name, "\"v\""))]);

        Assert.Equal(names.Order(StringComparer.Ordinal), seen.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Destinations.Analytics), MemberType = typeof(Destinations))]
    public void A_value_of_twenty_kilobytes_is_whole_or_marked(string integration)
    {
        foreach (var text in (string[])[new string('x', 20_000), string.Concat(Enumerable.Repeat("🚀", 10_000))])
        {
            var seen = Seen(integration, SomeEvents.Flag("long", $"\"{text}\""), SomeEvents.Flag("long__truncated", "\"mine\""));

            var arrived = seen["long"].GetString()!;
            Assert.StartsWith(arrived, text, StringComparison.Ordinal);
            Assert.False(char.IsHighSurrogate(arrived[^1]));
            Assert.Equal("mine", seen["long__truncated"].GetString());
            Assert.Equal(arrived != text, seen.ContainsKey("long__truncated_"));
        }
    }

    [Theory]
    [MemberData(nameof(Destinations.Analytics), MemberType = typeof(Destinations))]
    public void Names_that_differ_only_behind_the_limit_stay_two(string integration)
    {
        var head = new string('n', 1_990);

        var seen = Seen(integration, SomeEvents.Flag(head + "-one", "1"), SomeEvents.Flag(head + "-two", "2"));

        Assert.Equal(["1", "2"], seen.Values.Select(value => value.GetRawText()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Destinations.Analytics), MemberType = typeof(Destinations))]
    public void An_identifier_of_2000_characters_is_whole_parked_or_on_wish_hashed(string integration)
    {
        var happened = Golden.Event with { Identifier = new string('i', 2_000) };

        var parked = Destinations.Bind(integration).Map(happened);
        var hashed = Destinations.Bind(integration, ("long_ids", "hash")).Map(happened);

        if (Catalog.Find(integration)!.Fields.All(field => field.Name != "long_ids"))   // takes identifiers of any length
        {
            Assert.Contains(happened.Identifier, Encoding.UTF8.GetString(parked.Records[0].Span), StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal("identifier_too_long", parked.Reason);
            Assert.Contains("\"sha256:", Encoding.UTF8.GetString(hashed.Records[0].Span), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Destinations.Analytics), MemberType = typeof(Destinations))]
    public void An_identity_without_an_identifier_is_filtered(string integration) =>
        Assert.Equal("anonymous", Destinations.Bind(integration).Map(Golden.Event with { Anonymous = true }).Reason);

    [Theory]
    [InlineData("segment", 32_000)]
    [InlineData("rudderstack", 32_768)]
    [InlineData("mixpanel", 1_000_000)]
    [InlineData("posthog", 1_000_000)]
    public void Many_large_values_become_several_records_below_the_limit(string integration, int bytesMax)
    {
        FlagRow[] rows = [.. Enumerable.Range(0, 300).Select(n => SomeEvents.Flag($"flag-{n}", $"\"{new string('ž', 20_000)}\""))];

        var records = Destinations.Bind(integration).Map(SomeEvents.Evaluated("user-42", rows)).Records;

        Assert.All(records, record => Assert.InRange(record.Length, 1, bytesMax));
        Assert.Equal(300, Seen(integration, rows).Keys.Count(name => !name.Contains("__truncated", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Destinations.Analytics), MemberType = typeof(Destinations))]
    public void Flags_named_like_fields_of_the_vendor_override_none(string integration)
    {
        string[] names = ["$set", "id", "distinct_id", "token", "time", "$insert_id", "$token", "ip", "user_id", "event", "a.b", "q\"uote", "🚀", "nul\0"];

        var records = Destinations.Bind(integration).Map(SomeEvents.Evaluated("user-42", [.. names.Select(name => SomeEvents.Flag(name, "\"flag's\""))])).Records;

        foreach (var record in records)
        {
            var json = JsonElement.Parse(record.Span, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var body = json.ToString();
            Assert.Contains("user-42", body, StringComparison.Ordinal);
            if (integration == "mixpanel" && json.TryGetProperty("properties", out var properties)) Assert.Equal("user-42", properties.GetProperty("distinct_id").GetString());
        }

        Assert.Equal(names.Order(StringComparer.Ordinal), Seen(integration, [.. names.Select(name => SomeEvents.Flag(name, "1"))]).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Raw_booleans_are_sent_only_where_someone_asked_for_them()
    {
        Assert.Equal("\"true\"", Seen("heap", SomeEvents.Flag("f", "null"))["f"].GetRawText());
        Assert.Equal("true", Flags("heap", Destinations.Bind("heap", ("raw_booleans", "true")), SomeEvents.Flag("f", "null"))["f"].GetRawText());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("TRUE")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("anonymous")]
    [InlineData("undefined")]
    public void Ids_that_Mixpanel_takes_for_nobody_are_parked(string identifier) =>
        Assert.Equal("reserved_id", Destinations.Bind("mixpanel").Map(Golden.Event with { Identifier = identifier }).Reason);

    [Fact]
    public void What_is_older_than_1971_is_parked_by_Mixpanel_and_never_dated_anew() =>
        Assert.Equal("too_old", Destinations.Bind("mixpanel").Map(Golden.Event with { OccurredAt = new(1970, 12, 31, 0, 0, 0, TimeSpan.Zero) }).Reason);

    private static Dictionary<string, JsonElement> Seen(string integration, params FlagRow[] rows) => Flags(integration, Destinations.Bind(integration), rows);

    // What a reader of the vendor's first endpoint would find, whatever the number of records.
    private static Dictionary<string, JsonElement> Flags(string integration, Guidon.Delivery.BoundIntegration bound, params FlagRow[] rows)
    {
        var seen = new Dictionary<string, JsonElement>();
        var place = JsonElement.Parse(Golden.Text(integration + ".json")).GetProperty("flags").GetString()!;
        foreach (var record in bound.Map(SomeEvents.Evaluated("user-42", rows)).Records.Select(record => JsonElement.Parse(record.Span)))
        {
            var home = At(record, place);
            if (home.ValueKind != JsonValueKind.Object) continue;   // the event beside it
            foreach (var property in home.EnumerateObject())
            {
                if (integration == "mixpanel" && property.Value.ValueKind == JsonValueKind.Object)
                {
                    foreach (var nested in property.Value.EnumerateObject()) seen.Add(nested.Name, nested.Value.Clone());
                }
                else
                {
                    seen.Add(property.Name, property.Value.Clone());
                }
            }
        }

        return seen;
    }

    private static JsonElement At(JsonElement json, string path)
    {
        foreach (var step in path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(step, out var at)) json = json[at];
            else if (json.TryGetProperty(step, out var inner)) json = inner;
            else return default;
        }

        return json;
    }
}
