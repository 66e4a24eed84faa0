using Guidon.Delivery;
using Guidon.Events;
using Guidon.Events.Changes;

namespace Guidon.Integrations.Tests;

/// <summary>One change with every part that a receiver may be told, and awkward texts. The expected payloads in <c>golden/</c> were written by Python.</summary>
public static class GoldenChange
{
    public const string Secret = "my shared secret";

    public static ChangeEvent Event { get; } = new()
    {
        Id = new Guid("01930f2c-7a00-7000-8000-0000000000a1"),
        Sequence = 12,
        Kind = EventKind.FlagChanged,
        OccurredAt = new DateTimeOffset(2026, 11, 10, 8, 0, 0, 123, 456, TimeSpan.Zero),
        Action = ChangeAction.Updated,
        ChangedBy = "dev@example.org",
        Organisation = new Named(1, "Acme"),
        Project = new Named(9, "Shop & Söhne"),
        Environment = new Named(2, "Production"),
        Feature = new FeatureSnapshot
        {
            Id = 3,
            Uuid = new Guid("7a86f1c9-5c38-4d34-9f0e-3f6dcf0ad0a3"),
            Name = "button 🚀 <!channel>",
            Type = "MULTIVARIATE",
            CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            DefaultEnabled = false,
        },
        State = State(enabled: true, "\"blue \\\"ü\\\"\""),
        PreviousState = State(enabled: false, "0"),
        Summary = "Segment override (beta) updated for feature: button 🚀 <!channel>",
    };

    public static ChangeEvent Version => Event with
    {
        Kind = EventKind.VersionPublished,
        State = null,
        PreviousState = null,
        Version = new VersionSnapshot { Uuid = new Guid("5f0c2a68-3f0e-4a55-9d6b-0f8a2c1e7b11"), PublishedBy = new Named(7, "dev@example.org"), States = [Event.State!, Event.PreviousState!] },
    };

    public static ChangeEvent Audit => Event with { Kind = EventKind.AuditCreated };

    public static TheoryData<string> Names => [.. Catalog.All.Where(integration => integration.SendsChanges).Select(integration => integration.Name)];

    public static BoundIntegration Bind(string integration, params (string Name, string Text)[] more) => Golden.Bind(
        integration,
        [
            ("api_key", "KEY"), ("api_token", "KEY"), ("base_url", "https://vendor.example.com/"), ("url", "https://vendor.example.com/hook"),
            ("webhook_url", "https://vendor.example.com/hook"), ("secret", Secret), ("app_id", "4711"), ("channel_id", "C1"),
            ("entity_selector", "type(SERVICE),entityName(shop)"), ("enabled", "true"), .. more,
        ]);

    public static OutgoingRequest Send(BoundIntegration bound, ChangeEvent change) =>
        bound.Request([.. bound.MapChange(change).ToRecords(change.Id, "", change.OccurredAt)], Golden.AttemptAt);

    private static FlagSnapshot State(bool enabled, string json) => new()
    {
        Id = 40,
        Uuid = new Guid("0c5a3c52-0f42-4d0f-9f12-6f0e1a9b2c3d"),
        Enabled = enabled,
        Value = new EventValue(json),
        Segment = new SegmentSnapshot(5, "beta", null),
        Priority = 0,
        Variants = [new VariantSnapshot(1, 10, new EventValue("\"blue\""), 50), new VariantSnapshot(2, 11, new EventValue("7"), 12.5)],
    };
}
