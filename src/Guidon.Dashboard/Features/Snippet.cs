namespace Guidon.Dashboard.Features;

/// <summary>A few lines of a program that asks for one flag, ready to be pasted.</summary>
/// <param name="Title">The language.</param>
/// <param name="Text">The lines.</param>
public sealed record Snippet(string Title, string Text)
{
    /// <param name="server">This server's address without a final slash.</param>
    /// <param name="key">The client-side key of the environment.</param>
    /// <param name="feature">The feature's name.</param>
    internal static IReadOnlyList<Snippet> Of(string server, string key, string feature)
    {
        var name = feature.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal).ReplaceLineEndings(" ");
        var quoted = feature.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings(" ");
        return
        [
            new("curl", $"""
                curl {server}/api/v1/identities/ \
                  -H 'X-Environment-Key: {key}' \
                  -H 'Content-Type: application/json' \
                  -d '{"{"}"identifier":"alice"{"}"}'
                """),
            new("JavaScript", $$"""
                // npm install flagsmith
                import flagsmith from 'flagsmith';

                await flagsmith.init({ environmentID: '{{key}}', api: '{{server}}/api/v1/' });
                await flagsmith.identify('alice');
                if (flagsmith.hasFeature('{{name}}')) console.log(flagsmith.getValue('{{name}}'));
                """),
            new("Node", $$"""
                // npm install flagsmith-nodejs
                import { Flagsmith } from 'flagsmith-nodejs';

                const client = new Flagsmith({ environmentKey: '{{key}}', apiUrl: '{{server}}/api/v1/' });
                const flags = await client.getIdentityFlags('alice');
                console.log(flags.isFeatureEnabled('{{name}}'), flags.getFeatureValue('{{name}}'));
                """),
            new(".NET", $$"""
                // dotnet add package Flagsmith
                var client = new FlagsmithClient(new FlagsmithConfiguration
                {
                    EnvironmentKey = "{{key}}",
                    ApiUri = new Uri("{{server}}/api/v1/"),
                });
                var flags = await client.GetIdentityFlags("alice");
                var isOn = await flags.IsFeatureEnabled("{{quoted}}");
                """),
            new("Python", $"""
                # pip install flagsmith
                from flagsmith import Flagsmith

                client = Flagsmith(environment_key="{key}", api_url="{server}/api/v1/")
                flags = client.get_identity_flags(identifier="alice")
                print(flags.is_feature_enabled("{quoted}"), flags.get_feature_value("{quoted}"))
                """),
            new("Go", $$"""
                // go get github.com/Flagsmith/flagsmith-go-client/v4
                client := flagsmith.NewClient("{{key}}", flagsmith.WithBaseURL("{{server}}/api/v1/"))
                flags, _ := client.GetFlags(ctx, flagsmith.NewEvaluationContext("alice", nil))
                isOn, _ := flags.IsFeatureEnabled("{{quoted}}")
                """),
        ];
    }
}
