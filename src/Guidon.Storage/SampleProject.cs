using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Guidon.Flags.Documents;
using Guidon.Storage.Model;

namespace Guidon.Storage;

/// <summary>One of each: what a newcomer finds after the first start, and what the README's examples read.</summary>
internal sealed class SampleProject(ControlPlane plane, UuidSource uuids, DateTimeOffset now)
{
    /// <summary>The identity that has an override.</summary>
    internal const string DemoIdentity = "guidon-demo";

    /// <returns>The environment's id.</returns>
    internal int Create(int organisationId, SampleKeys keys)
    {
        var project = Saved(new Project { Uuid = uuids.Next(), OrganisationId = organisationId, Name = "Sample project", CreatedAt = now });
        var environment = Saved(new ProjectEnvironment
        {
            Uuid = uuids.Next(),
            ProjectId = project.Id,
            Name = "Development",
            ApiKey = keys.ClientKey,
            CreatedAt = now,
            UpdatedAt = now.AddSeconds(-1),   // publishing moves it to now
        });
        plane.Add(new ServerKey
        {
            EnvironmentId = environment.Id,
            Name = "First start",
            KeyHash = keys.ServerKeyHash,
            LastFour = keys.ServerKeyLastFour,
            CreatedAt = now,
        });
        AddFeatures(project.Id, environment.Id);
        EnvironmentPublisher.Publish(plane, environment.Id, now);
        return environment.Id;
    }

    private void AddFeatures(int project, int environment)
    {
        AddFeature(project, environment, "dark_mode", true, null, "A plain switch that is on.");
        var dashboard = AddFeature(project, environment, "new_dashboard", false, null, "On for a quarter of all identities.");
        AddFeature(project, environment, "old_search", false, Text("legacy"), "A switch that is off.");
        var banner = AddFeature(project, environment, "banner_text", true, Text("Welcome!"), "Remote configuration: text.");
        var pageSize = AddFeature(project, environment, "page_size", true, "20", "Remote configuration: a whole number; more for pro customers.");
        AddFeature(project, environment, "theme", true, Text("""{"primary":"#3b82f6","radius":8}"""), "Remote configuration: JSON as text.");
        AddFeature(project, environment, "fraud_rules", true, Text("strict"), "Seen with a server-side key only.", serverKeyOnly: true);
        AddButton(project, environment);

        var quarter = AddSegment(project, "early_access", "A quarter of all identities.", "PERCENTAGE_SPLIT", "", "25");
        var pro = AddSegment(project, "pro_customers", "Identities whose trait plan is pro.", "EQUAL", "plan", "pro");
        AddOverride(environment, dashboard, quarter, null);
        AddOverride(environment, pageSize, pro, "100");
        AddState(environment, banner, true, Text("Hello, demo!")).Identifier = DemoIdentity;
    }

    private void AddButton(int project, int environment)
    {
        var button = AddFeature(
            project, environment, "checkout_button", true, Text("green"), "A split: half green, 30 % blue, 20 % red.", Feature.Multivariate);
        var state = plane.FeatureStates.Single(each => each.FeatureId == button);
        foreach (var (key, share) in (ReadOnlySpan<(string, double)>)[("blue", 30), ("red", 20)])
        {
            var option = Saved(new MultivariateOption
            {
                Uuid = uuids.Next(),
                FeatureId = button,
                Key = key,
                Value = Text(key),
                DefaultPercentageAllocation = share,
            });
            Saved(new MultivariateWeight
            {
                Uuid = uuids.Next(),
                FeatureStateId = state.Id,
                MultivariateOptionId = option.Id,
                PercentageAllocation = share,
            });
        }
    }

    /// <returns>The feature's id.</returns>
    private int AddFeature(
        int project, int environment, string name, bool enabled, string? value, string description,
        string type = Feature.Standard, bool serverKeyOnly = false)
    {
        var feature = Saved(new Feature
        {
            Uuid = uuids.Next(),
            ProjectId = project,
            Name = name,
            Type = type,
            CreatedAt = now,
            ChangedAt = now,
            DefaultEnabled = enabled,
            InitialValue = Plain(value),
            Description = description,
            IsServerKeyOnly = serverKeyOnly,
        });
        AddState(environment, feature.Id, enabled, value);
        plane.SaveChanges();
        return feature.Id;
    }

    private FeatureState AddState(int environment, int feature, bool enabled, string? value)
    {
        var state = new FeatureState
        {
            Uuid = uuids.Next(),
            EnvironmentId = environment,
            FeatureId = feature,
            Enabled = enabled,
            Value = value ?? "null",
            CreatedAt = now,
            UpdatedAt = now,
        };
        plane.Add(state);
        return state;
    }

    private void AddOverride(int environment, int feature, int segment, string? value)
    {
        var state = AddState(environment, feature, true, value);
        (state.SegmentId, state.Priority) = (segment, 0);
    }

    private int AddSegment(int project, string name, string description, string @operator, string property, string value) =>
        Saved(new Segment
        {
            Uuid = uuids.Next(),
            ProjectId = project,
            Name = name,
            Description = description,
            Rules =
            [
                new RuleDocument
                {
                    Type = "ALL",
                    Rules =
                    [
                        new RuleDocument
                        {
                            Type = "ANY",
                            Conditions = [new ConditionDocument { Operator = @operator, Property = property, Value = value }],
                        },
                    ],
                },
            ],
            CreatedAt = now,
            UpdatedAt = now,
        }).Id;

    private T Saved<T>(T entity)
        where T : class
    {
        plane.Add(entity);
        plane.SaveChanges();   // the next rows need its id
        return entity;
    }

    // The feature's initial value is plain text, as clients of the management API write it.
    private static string? Plain(string? json) => json is null ? null : JsonNode.Parse(json)?.ToString();

    private static string Text(string text) => "\"" + JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text) + "\"";
}
