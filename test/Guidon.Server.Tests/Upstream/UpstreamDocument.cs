using System.Globalization;

namespace Guidon.Server.Tests.Upstream;

/// <summary>A small environment document whose one flag says which version it is.</summary>
public static class UpstreamDocument
{
    private static readonly DateTimeOffset s_first = new(2025, 11, 10, 8, 0, 0, 125, TimeSpan.Zero);   // past for every clock

    /// <param name="key">The client-side key.</param>
    /// <param name="version">The value of <c>version</c>; a minute per version.</param>
    /// <param name="overrides">JSON of identity overrides.</param>
    public static string Of(string key, int version, string overrides = "[]", bool realtime = false) =>
        $$$"""
        {"id":9,"api_key":"{{{key}}}","name":"Edge test","updated_at":"{{{UpdatedAt(version).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture)}}}",
         "project":{"id":7,"name":"P","hide_disabled_flags":false,"enable_realtime_updates":{{{(realtime ? "true" : "false")}}},"server_key_only_feature_ids":[],"segments":[],
          "organisation":{"id":3,"name":"O","feature_analytics":false,"stop_serving_flags":false,"persist_trait_data":true}},
         "feature_states":[{{{State(version.ToString(CultureInfo.InvariantCulture))}}}],"identity_overrides":{{{overrides}}}}
        """;

    public static DateTimeOffset UpdatedAt(int version) => s_first.AddMinutes(version);

    /// <summary>An identity for whom the flag says something else.</summary>
    public static string Override(string key, string identifier, string value) =>
        $$"""
        {"identifier":"{{identifier}}","environment_api_key":"{{key}}","identity_uuid":"0b6c8f5e-0000-4000-8000-000000000001",
         "created_date":"2026-01-05T09:12:44.120000+00:00","identity_features":[{{State(value)}}]}
        """;

    private static string State(string value) =>
        $$"""
        {"feature":{"id":1,"name":"version","type":"STANDARD"},"enabled":true,"django_id":11,"featurestate_uuid":"0b6c8f5e-0000-4000-8000-000000000002",
         "feature_segment":null,"feature_state_value":"{{value}}","multivariate_feature_state_values":[]}
        """;
}
