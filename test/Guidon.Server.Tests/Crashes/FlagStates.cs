using System.Globalization;
using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Crashes;

/// <summary>Every state of every flag: as documents show them, and as the told changes lead from one to the next.</summary>
internal sealed class FlagStates
{
    private readonly Dictionary<(int Environment, int Feature, int Segment, string Identity), string> _states = [];

    /// <summary>What is not as the change before it left it.</summary>
    internal List<string> Broken { get; } = [];

    internal static async Task<FlagStates> ReadAsync(GuidonProcess server, IEnumerable<string> environments)
    {
        var states = new FlagStates();
        foreach (var key in environments) states.Add(await server.ManageAsync(HttpStatusCode.OK, "GET", $"api/v1/environments/{key}/document/"));
        return states;
    }

    /// <summary>One line for each, in order.</summary>
    internal string[] Lines() =>
        [.. _states.Select(pair => string.Create(CultureInfo.InvariantCulture, $"environment {pair.Key.Environment} feature {pair.Key.Feature} segment {pair.Key.Segment} identity '{pair.Key.Identity}': {pair.Value}")).Order(StringComparer.Ordinal)];

    /// <summary>What <c>GET /flags/</c> must answer, by feature: switch and value.</summary>
    internal Dictionary<int, string> Defaults(int environment) =>
        _states.Where(pair => pair.Key.Environment == environment && pair.Key is { Segment: 0, Identity: "" }).ToDictionary(pair => pair.Key.Feature, pair => pair.Value.Split(" priority ")[0]);

    internal static string Default(JsonElement flag) => $"{flag.GetProperty("enabled")} {flag.GetProperty("feature_state_value")}";

    /// <summary>A new environment is what its source was.</summary>
    internal void Copy(int source, int copy)
    {
        foreach (var (key, state) in _states.Where(pair => pair.Key.Environment == source && pair.Key.Identity.Length == 0).ToList()) _states.Add(key with { Environment = copy }, state);
    }

    internal void Remove(int environment)
    {
        foreach (var key in _states.Keys.Where(key => key.Environment == environment).ToList()) _states.Remove(key);
    }

    /// <summary>One told change.</summary>
    /// <param name="change">The body of an environment's webhook.</param>
    internal void Apply(JsonElement change)
    {
        var data = change.GetProperty("data");
        JsonElement? old = data.TryGetProperty("previous_state", out var previous) ? previous : null;
        JsonElement? now = data.GetProperty("new_state") is { ValueKind: JsonValueKind.Object } state ? state : null;
        if ((now ?? old) is not { } told) return;
        var segment = told.GetProperty("feature_segment") is { ValueKind: JsonValueKind.Object } found ? found.GetProperty("segment").GetProperty("id").GetInt32() : 0;
        var key = (told.GetProperty("environment").GetProperty("id").GetInt32(), told.GetProperty("feature").GetProperty("id").GetInt32(), segment, told.GetProperty("identity_identifier").GetString() ?? "");
        var (before, was) = (old is { } shown ? Text(shown) : "nothing", _states.GetValueOrDefault(key, "nothing"));
        if (before != was) Broken.Add($"{key} was {was}, and is told to have been {before}: {change}");
        if (now is { } next) _states[key] = Text(next);
        else _states.Remove(key);
    }

    private void Add(JsonElement document)
    {
        var environment = document.GetProperty("id").GetInt32();
        foreach (var state in document.GetProperty("feature_states").EnumerateArray()) Put(state, 0, "");
        foreach (var segment in document.GetProperty("project").GetProperty("segments").EnumerateArray())
        {
            foreach (var state in segment.GetProperty("feature_states").EnumerateArray()) Put(state, segment.GetProperty("id").GetInt32(), "");
        }

        foreach (var identity in document.GetProperty("identity_overrides").EnumerateArray())
        {
            foreach (var state in identity.GetProperty("identity_features").EnumerateArray()) Put(state, 0, identity.GetProperty("identifier").GetString() ?? "");
        }

        void Put(JsonElement state, int segment, string identity) => _states.Add((environment, state.GetProperty("feature").GetProperty("id").GetInt32(), segment, identity), Text(state));
    }

    // Documents and webhooks say it with the same names.
    private static string Text(JsonElement state)
    {
        var priority = state.GetProperty("feature_segment") is { ValueKind: JsonValueKind.Object } found ? found.GetProperty("priority").ToString() : "";
        var shares = state.GetProperty("multivariate_feature_state_values").EnumerateArray()
            .Select(each => (Option: each.GetProperty("multivariate_feature_option").GetProperty("id").GetInt32(), Share: each.GetProperty("percentage_allocation").GetDouble()))
            .OrderBy(each => each.Option).Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Option}={each.Share}"));
        return $"{Default(state)} priority {priority} shares {string.Join(',', shares)}";
    }
}
